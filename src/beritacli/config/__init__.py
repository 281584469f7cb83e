"""Settings: one table, from which values, validation and docs come.

A value comes from the flag, else the environment, else the profile in the file,
else the file, else the default. The file is TOML, `$BERITA_CONFIG` or
`berita/config.toml` in the user's configuration folder; dots in a name are
tables in the file. A profile is a table `profiles.NAME` with settings of its
own, one for each desk that a person works at.
"""

from beritacli.config.settings import SETTINGS, Setting, check
from beritacli.config.values import Config, config_path, load, store_path, user_folder

__all__ = [
    "SETTINGS",
    "Config",
    "Setting",
    "check",
    "config_path",
    "load",
    "store_path",
    "user_folder",
]

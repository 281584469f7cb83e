"""`python -m beritacli` is `berita`."""

from beritacli.cli.main import run

if __name__ == "__main__":
    run()

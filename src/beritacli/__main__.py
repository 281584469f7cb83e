"""`python -m beritacli` is `berita`."""

from beritacli.cli.start import run

if __name__ == "__main__":
    run()

"""Run the command as ``python -m knowbrand``."""

from knowbrand.cli import main

if __name__ == "__main__":
    main()

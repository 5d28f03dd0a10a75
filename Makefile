.PHONY: help run test lint lock wheel frozen packages
SHELL = /bin/sh

help:
	@echo "make run       set up, then open the window"
	@echo "make test      set up, then run every test, those of OpenGL on a virtual screen"
	@echo "make lint      set up, then check style, format and types"
	@echo "make wheel     set up, then build dist/gdstudio-*.whl"
	@echo "make frozen    set up, then freeze the program into build/frozen/ and use it"
	@echo "make packages  set up, then build and try every package of dist/; see docs/packaging.md"
	@echo "make lock      write packaging/locks/ anew; UPGRADE=1 takes the newest versions"

run:
	@packaging/setup/system-packages packaging/system-packages.txt
	@packaging/setup/environment run
	@packaging/catalogues
	@.venv/bin/python -m gdstudio

test:
	@packaging/setup/system-packages packaging/system-packages.txt packaging/system-packages-test.txt
	@packaging/setup/environment test
	@packaging/catalogues
	@packaging/setup/run-tests

lint:
	@packaging/setup/system-packages
	@packaging/setup/environment test
	@packaging/setup/run-linters

wheel:
	@packaging/setup/system-packages
	@packaging/setup/environment run
	@packaging/catalogues
	.venv/bin/python -m hatchling build -t wheel

frozen:
	@packaging/setup/system-packages packaging/system-packages.txt packaging/system-packages-freeze.txt
	@packaging/setup/environment packages
	@packaging/catalogues .setup/packages-venv/bin
	@packaging/make-packages frozen

packages:
	@packaging/setup/system-packages packaging/system-packages.txt packaging/system-packages-freeze.txt packaging/system-packages-build.txt
	@packaging/setup/environment packages
	@packaging/catalogues .setup/packages-venv/bin
	@packaging/make-packages

lock:
	@packaging/setup/system-packages
	@UPGRADE=$(UPGRADE) packaging/setup/lock

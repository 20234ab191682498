# SPDX-License-Identifier: Apache-2.0
# The front door: each target installs the Debian packages it misses, builds with CMake and Ninja, and runs.
# The build itself is CMakeLists.txt with CMakePresets.json; `cmake --preset dev` works without this file.

SETUP := tools/setup.sh
SECONDS_PER_TARGET ?= 30
PREFIX ?= /usr/local
TEST ?=
SIZE ?= quick
# Works of the cube that the benchmark asks: the world's where all is large; empty = what bench/query.sh says.
CUBE_WORKS ?= $(if $(filter large,$(SIZE)),480000000)
# Two compilers and some linkers at once are enough for small machines: never more jobs than cores.
JOBS ?= $(shell nproc)

# $(call build,PRESET[,TARGETS]) configures once and builds.
build = cmake --preset $(1) $(if $(wildcard build/$(1)/build.ninja),>/dev/null) && \
        cmake --build --preset $(1) -j $(JOBS) $(if $(2),--target $(2))
# ThreadSanitizer needs the old memory layout on kernels with much address randomisation.
fixed = $(shell setarch $$(uname -m) -R true 2>/dev/null && echo setarch $$(uname -m) -R)
ctest = ctest -j $(JOBS) $(if $(TEST),-R $(TEST))

.PHONY: all demo serve test check tsan dev clang bench fuzz lint format docs install valgrind coverage clean help

all: ## build the program and the libraries, optimised: build/release/rapport
	@$(SETUP) build
	@$(call build,release)

demo: ## run the main job on data of the project and print claims with their verdicts
	@$(SETUP) build
	@$(call build,release,rapport worldgen)
	@tools/demo.sh build/release

serve: ## open the demo's cubes as a page at http://127.0.0.1:8080/
	@$(SETUP) build
	@$(call build,release,rapport worldgen)
	@[ -f build/release/demo/reference.rap ] || tools/demo.sh build/release >/dev/null
	@build/release/rapport serve -c build/release/demo/reference.rap -c build/release/demo/generated.rap

test: tsan ## run all tests under sanitizers; TEST=regex picks some
	@$(SETUP) browser || echo "the page is not tried in a browser"
	@$(call build,asan)
	@$(ctest) --preset asan

tsan: ## run the tests that use threads under ThreadSanitizer
	@$(SETUP) build test
	@$(call build,tsan)
	@$(fixed) $(ctest) --preset tsan

check: ## run all tests on the optimised build, as users run it
	@$(SETUP) build test
	@$(call build,release)
	@$(ctest) --preset release

dev: ## build for writing code (debug, warnings are errors) and run all tests
	@$(SETUP) build test
	@$(call build,dev)
	@$(ctest) --preset dev

clang: ## the same with clang
	@$(SETUP) build test clang
	@$(call build,clang)
	@$(ctest) --preset clang

bench: ## measure beside the peers, one table: SIZE=quick (default) or large
	@$(SETUP) build bench
	@$(call build,release)
	@SIZE=$(SIZE) bench/run.sh build/release
	@bench/serve.sh build/release
	@CUBE_WORKS=$(CUBE_WORKS) bench/query.sh build/release
	@bench/table.sh build/release

fuzz: ## run every libFuzzer target for SECONDS_PER_TARGET (30) seconds
	@$(SETUP) build clang
	@$(call build,fuzz,fuzz_targets)
	@tools/fuzz.sh build/fuzz $(SECONDS_PER_TARGET)

lint: ## clang-tidy, cppcheck and the checks of the tree
	@$(SETUP) build test clang lint
	@$(call build,clang)
	@tools/lint.sh build/clang

format: ## lay out every C file as .clang-format says
	@$(SETUP) lint
	@find src include tests fuzz bench examples -name '*.[ch]' | xargs clang-format -i

docs: ## check the links of the documents and the comments of the public header
	@$(SETUP) test
	@python3 tools/check_docs.py

install: all ## install under PREFIX (/usr/local); DESTDIR is honoured
	@cmake --install build/release --prefix $(PREFIX)

valgrind: ## run the unit tests under valgrind
	@$(SETUP) build test valgrind
	@$(call build,dev)
	@tools/valgrind.sh build/dev

coverage: ## say how many lines of each file the tests run
	@$(SETUP) build test
	@$(call build,coverage)
	@tools/coverage.sh build/coverage

clean: ## remove everything that was built
	@rm -rf build

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

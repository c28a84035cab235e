# Two commands on a fresh machine: `make demo` and `make test`. Both make their environment first.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo docs test check lint bench train serve nightly hostile accept lock clean

demo: .venv/ready
	$(BIN)/winnow demo

test: .venv/ready .venv-partners/ready
	$(BIN)/python -m pytest

check: lint test

lint: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: .venv/ready
	$(BIN)/python -m cogapp -r -I . $$(grep -l '\[\[\[cog' docs/*.md)

nightly: .venv/ready .venv-partners/ready
	WINNOW_NIGHTLY=1 $(BIN)/python -m pytest -m nightly --timeout 3600

# A crawl of all our bad servers at once, as a table; each by itself: python -m tests.hostile.run --each
hostile: .venv/ready
	$(BIN)/python -m tests.hostile.run

bench: .venv/ready
	$(BIN)/python benchmarks/run.py

serve: .venv/ready
	$(BIN)/winnow serve

lock:
	uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links -o requirements.lock
	uv pip compile tests/partners.in --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links -o tests/partners.lock
	uv pip compile pyproject.toml benchmarks/training/requirements.in -c requirements.lock --universal \
		--python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url \
		--no-emit-find-links -o benchmarks/training/requirements.lock

.venv/ready: requirements.lock pyproject.toml
	@echo "Setting up .venv (once; it takes a minute or two) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Other people's WARC tools, which judge our files. Their own environment: pywb needs another brotli.
# ReplayWeb.page comes from npm; where there is no npm, its test is skipped.
.venv-partners/ready: tests/partners.lock tests/replaywebpage.sha256
	@echo "Setting up .venv-partners, other people's WARC tools for the tests (once) ..."
	@$(PYTHON) -m venv .venv-partners
	@.venv-partners/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r tests/partners.lock
	@! command -v npm >/dev/null || (cd .venv-partners && npm pack --silent replaywebpage@2.4.6 >/dev/null \
		&& sha256sum --quiet --check ../tests/replaywebpage.sha256)
	@touch $@

# The trees of cleaners/models/ anew, and how good they are on unseen hosts (minutes; shared data).
train: .venv-training/ready
	PYTHONPATH=. .venv-training/bin/python benchmarks/training/train.py

.venv-training/ready: benchmarks/training/requirements.lock
	@echo "Setting up .venv-training, lightgbm and what Winnow needs (once) ..."
	@$(PYTHON) -m venv .venv-training
	@.venv-training/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r benchmarks/training/requirements.lock
	@touch $@

clean:
	rm -rf .venv .venv-partners .venv-training build *.egg-info .pytest_cache .mypy_cache .ruff_cache

# Take what clean() makes of our own pages as right; read the diff before you commit it.
accept: .venv/ready
	PYTHONPATH=. $(BIN)/python tests/cleaners/accept.py

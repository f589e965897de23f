# The commands of this repository. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/.ready
DEV := $(VENV)/.dev
PIPELINES := $(VENV)/.pipelines
BROWSER ?=
TESTS ?=
BARE_TESTS ?=
RENDERER ?= mkdocs

FORM_RUNTIME := generator/form/runtime/runtime.json

.PHONY: help site public check form-runtime test test-bare lint serve demo schema golden pictures bench lock clean

help: ## 列出全部目标
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Set-up happens once, and again only when the pinned versions or the package change.
$(READY): requirements/run.txt pyproject.toml generator/setup.sh
	@bash generator/setup.sh "$(PYTHON)" "$(VENV)"
	@touch $@

# What tests and checks of the code need, besides: a site is built without it.
$(DEV): $(READY) requirements/dev.txt
	@bash generator/setup.sh "$(PYTHON)" "$(VENV)" dev
	@touch $@

site: $(READY) ## 检查记录并生成网站，最后显示首页的位置；RENDERER=zensical 换一个框架程序
	@$(RUN) -m generator build --renderer $(RENDERER)

public: $(READY) ## 检查记录并生成公开版，放在 public
	@$(RUN) -m generator build --edition public --renderer $(RENDERER)

check: $(READY) ## 检查全部记录
	@$(RUN) -m generator check

serve: $(READY) ## 在本机浏览；改了记录，刷新页面就能看到
	@$(RUN) -m generator serve

DEMO := .build/demo

demo: $(READY) ## 生成一次虚构的、正在进行的行动（示例）和它的网站，并打开首页；约一分钟
	@rm -rf $(DEMO)
	@$(RUN) -m generator demo --campaign --records 1500 $(DEMO)
	@$(RUN) -m generator build --root $(DEMO) --open

# Python for browsers, from npm and PyPI: fetched once, and again only when its versions change. Tests take it as it
# is; `make form-runtime` also compiles anew the modules that have changed, so that a form starts as fast as it can.
$(FORM_RUNTIME): generator/form/runtime.py requirements/run.txt | $(READY)
	@$(RUN) -m generator.form.runtime

form-runtime: $(FORM_RUNTIME) ## 准备离线填报网页（lantian form）要用的浏览器版 Python，要有 npm；程序改了的重新编译
	@$(RUN) -m generator.form.runtime --if-stale

# What runs the pipelines of GitLab: from npm, by its hash.
$(PIPELINES): tests/pipelines/prepare.sh | $(DEV)
	@bash $< $(VENV)
	@touch $@

test: $(DEV) $(if $(filter skip,$(BROWSER)),,$(FORM_RUNTIME)) $(PIPELINES) ## 运行全部测试（没有浏览器时用 BROWSER=skip 明确跳过；TESTS=文件 只运行这些）
	@browser=$$(bash tests/browser/find.sh "$(BROWSER)" $(RUN)) && \
	  LANTIAN_BROWSER="$$browser" $(RUN) -m pytest -n 3 $(TESTS)

test-bare: $(READY) ## 另建一个最小的 Debian，在里面运行 make site 和 make test；BARE_TESTS=文件 只运行这些测试
	@BARE_TESTS="$(BARE_TESTS)" bash tests/bare/run.sh $(RUN)

lint: $(DEV) ## 检查代码和流水线：ruff、mypy、zizmor、jactionlint
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@$(VENV)/bin/zizmor --offline --quiet --no-progress .github generator/starter/publish.yml generator/starter/workflow.yml
	@$(RUN) -m jactionlint --shellcheck= --pyflakes= --no-hints

schema: $(READY) ## 由模型重新生成编辑器用的 JSON Schema
	@$(RUN) -m generator schema

golden: $(DEV) ## 重写样例页面的标准答案；提交前要看一遍差异
	@LANTIAN_REWRITE=1 $(RUN) -m pytest tests/site/test_golden.py

pictures: $(DEV) $(FORM_RUNTIME) ## 用测试的浏览器重拍 README 里的截图
	@browser=$$(bash tests/browser/find.sh "" $(RUN)) && LANTIAN_BROWSER="$$browser" $(RUN) -m tests.browser.pictures

# What our build is compared with is installed for the measurements only.
$(VENV)/.bench: $(DEV) requirements/bench.txt
	@$(RUN) -m pip install --quiet --require-hashes --no-deps --only-binary :all: --requirement requirements/bench.txt
	@touch $@

bench: $(VENV)/.bench ## 测量快慢，打印表格；BENCH_RECORDS=100000 再量一个更大的台账，BENCH_WRITE=1 写入文档
	@$(RUN) -m tests.bench

# After a pin, or a name in pyproject.toml, has changed.
lock: $(READY) ## 重写 requirements/：constraints.txt 里各个版本的文件的校验值
	@$(RUN) -m pip install --quiet --require-hashes --no-deps --only-binary :all: --requirement requirements/lock.txt
	@bash generator/lock.sh $(VENV)/bin/uv

clean: ## 删除生成的网站、缓存和虚拟环境
	@rm -rf .build $(dir $(FORM_RUNTIME)) $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find site -mindepth 1 ! -name .gitignore -delete

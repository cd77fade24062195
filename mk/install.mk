# install: binaries, man pages, completions, share/, schema/ and catalogues under DESTDIR and PREFIX.

BINDIR  = $(DESTDIR)$(PREFIX)/bin
MANDIR  = $(DESTDIR)$(PREFIX)/share/man/man1
DATADIR = $(DESTDIR)$(PREFIX)/share/cs-tools
LOCDIR  = $(DESTDIR)$(PREFIX)/share/locale
BASHDIR = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
ZSHDIR  = $(DESTDIR)$(PREFIX)/share/zsh/site-functions
DOCDIR  = $(DESTDIR)$(PREFIX)/share/doc/cs-tools
DOCS   := $(wildcard README.md README.zh-CN.md LICENSE docs/*.md)

install: all
	install -d "$(BINDIR)" "$(MANDIR)" "$(DATADIR)/schema" "$(DOCDIR)"
	install -m 755 $(BIN_OUT) "$(BINDIR)"
	install -m 644 $(MAN_OUT) "$(MANDIR)"
	install -m 644 schema/*.sql "$(DATADIR)/schema"
	cd share && find . -type f | while read -r file; do \
		mode=644; [ -x "$$file" ] && mode=755; \
		install -D -m $$mode "$$file" "$(DATADIR)/$$file" || exit 1; done
	cd $(BUILD)/locale 2>/dev/null && find . -name '*.mo' | while read -r file; do \
		install -D -m 644 "$$file" "$(LOCDIR)/$$file" || exit 1; done || :
	if [ -f completions/cs-tools.bash ]; then for name in $(BINARIES); do \
		install -D -m 644 completions/cs-tools.bash "$(BASHDIR)/$$name" || exit 1; done; fi
	if [ -f completions/_cs-tools ]; then install -D -m 644 completions/_cs-tools "$(ZSHDIR)/_cs-tools"; fi
	install -m 644 $(DOCS) "$(DOCDIR)"

uninstall:
	for name in $(BINARIES); do \
		rm -f "$(BINDIR)/$$name" "$(MANDIR)/$$name.1" "$(BASHDIR)/$$name"; done
	rm -f "$(ZSHDIR)/_cs-tools" "$(LOCDIR)"/*/LC_MESSAGES/cs-tools.mo
	rm -rf "$(DATADIR)" "$(DOCDIR)"

# What is committed, as one file that another system builds from.
dist:
	@mkdir -p $(BUILD)
	git archive --format=tar.gz --prefix=cs-tools-$(VERSION)/ -o $(BUILD)/cs-tools-$(VERSION).tar.gz HEAD
	@echo $(BUILD)/cs-tools-$(VERSION).tar.gz

.PHONY: install uninstall dist

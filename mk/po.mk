# po: brings the catalogues up to the texts of lib/ and cmd/, and says what has no translation yet. New texts
# come in empty, never guessed; texts that are gone stay at the end of the file as #~ until somebody tidies.

XGETTEXT := xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=ngettext:1,2 --sort-by-file \
	--add-location=file --package-name=cs-tools --package-version=$(VERSION) --msgid-bugs-address='see README.md'

$(BUILD)/cs-tools.pot: FORCE | $(STAMPS)-build
	@mkdir -p $(@D)
	@find lib cmd -name '*.[ch]' | LC_ALL=C sort | $(XGETTEXT) --files-from=- --output=$@

po: $(BUILD)/cs-tools.pot
	@for file in $(PO); do \
		msgmerge --quiet --update --backup=none --no-fuzzy-matching --sort-by-file --add-location=file \
			"$$file" $< && printf '%s: ' "$$file" && msgfmt --check --statistics -o /dev/null "$$file"; \
	done

FORCE:
.PHONY: po FORCE

/* Mapping files: the grammar, what sections mean, and faults with their line. */
#include "io-kit.h"

static struct cs_mapping *map(const char *text, struct cs_error *err)
{
    struct cs_mapping *mapping = NULL;
    cs_error_clear(err);
    cs_mapping_read("my.map", text, strlen(text), &kit_record, &mapping, err);
    return mapping;
}

static const char whole[] = "\xEF\xBB\xBF; a CRM's export\r\n"
                            "[file]\r\n"
                            "delimiter = ;\r\n"
                            "encoding = gb18030   # as it comes\r\n"
                            "zone=Asia/Shanghai\r\n"
                            "dates = day-first\r\n"
                            "\r\n"
                            "[column \"Ticket Status\"] to = priority\n"
                            "[ Column \"Caller: \\\"name\\\"\" ]\n"
                            "  to = Customer\n"
                            "[column \"标题\"]\n"
                            "to = text ; ours\n"
                            "[value \"priority\"]\n"
                            "P1 = urgent\n"
                            "Very urgent! = urgent\n"
                            "\"a = b; c\" = normal\n"
                            "\"\" = normal\n"
                            "C# = normal\n"
                            "[constant]\n"
                            "number = \" N 1 \"\n"
                            "[ignore]\n"
                            "column = Ticket ID 2\n"
                            "column = \"\"";

CS_TEST(reads, "a whole mapping is read and answers")
{
    struct cs_error err;
    struct cs_mapping *mapping = map(whole, &err);
    CHECK_TEXT(err.text, "");
    CHECK_TEXT(cs_mapping_file(mapping, "delimiter"), ";");
    CHECK_TEXT(cs_mapping_file(mapping, "encoding"), "gb18030");
    CHECK_TEXT(cs_mapping_file(mapping, "zone"), "Asia/Shanghai");
    CHECK_TEXT(cs_mapping_file(mapping, "dates"), "day-first");
    CHECK(!cs_mapping_file(mapping, "colour"));
    CHECK_INT(cs_mapping_column(mapping, "Ticket Status"), KIT_PRIORITY);
    CHECK_INT(cs_mapping_column(mapping, "Caller: \"name\""), KIT_CUSTOMER);
    CHECK_INT(cs_mapping_column(mapping, "标题"), KIT_TEXT);
    CHECK_INT(cs_mapping_column(mapping, "Ticket ID 2"), -2);
    CHECK_INT(cs_mapping_column(mapping, ""), -2);
    CHECK_INT(cs_mapping_column(mapping, "ticket status"), -1);
    CHECK_TEXT(cs_mapping_constant(mapping, KIT_NUMBER), " N 1 ");
    CHECK(!cs_mapping_constant(mapping, KIT_TEXT));
    cs_mapping_free(mapping);
}

CS_TEST(values, "values are found whole, spaces around them let be")
{
    struct cs_error err;
    struct cs_mapping *mapping = map(whole, &err);
    CHECK_TEXT(cs_mapping_value(mapping, KIT_PRIORITY, "P1", 2), "urgent");
    CHECK_TEXT(cs_mapping_value(mapping, KIT_PRIORITY, "  P1 ", 5), "urgent");
    CHECK_TEXT(cs_mapping_value(mapping, KIT_PRIORITY, "Very urgent!", 12), "urgent");
    CHECK_TEXT(cs_mapping_value(mapping, KIT_PRIORITY, "a = b; c", 8), "normal");
    CHECK_TEXT(cs_mapping_value(mapping, KIT_PRIORITY, "", 0), "normal");
    CHECK_TEXT(cs_mapping_value(mapping, KIT_PRIORITY, "C#", 2), "normal");
    CHECK(!cs_mapping_value(mapping, KIT_PRIORITY, "P2", 2));
    CHECK(!cs_mapping_value(mapping, KIT_CUSTOMER, "P1", 2));
    cs_mapping_free(mapping);
}

CS_TEST(many_values, "a thousand values are found again")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    struct cs_error err;
    cs_buffer_text(&text, "[value \"customer\"]\n");
    for (int i = 0; i < 1000; i++)
        cs_buffer_printf(&text, "from %d = to %d\n", i, i);
    struct cs_mapping *mapping = map(text.text, &err);
    for (int i = 0; i < 1000; i++) {
        char from[32], to[32];
        snprintf(from, sizeof from, "from %d", i);
        snprintf(to, sizeof to, "to %d", i);
        CHECK_TEXT(cs_mapping_value(mapping, KIT_CUSTOMER, from, strlen(from)), to);
    }
    cs_mapping_free(mapping);
    cs_buffer_release(&text);
}

CS_TEST(nothing, "no mapping at all answers nothing")
{
    CHECK(!cs_mapping_file(NULL, "zone"));
    CHECK_INT(cs_mapping_column(NULL, "x"), -1);
    CHECK(!cs_mapping_value(NULL, 0, "x", 1));
    CHECK(!cs_mapping_constant(NULL, 0));
    cs_mapping_free(NULL);
    struct cs_error err;
    struct cs_mapping *mapping = map("", &err);
    CHECK(mapping && !cs_mapping_value(mapping, 0, "x", 1));
    cs_mapping_free(mapping);
}

CS_TEST(faults, "faults name file and line, and the nearest word")
{
    static const struct {
        const char *text, *want;
    } faults[] = {
        { "to = state\n", "my.map:1: a [section] has to come first" },
        { "[file]\nfoo\n", "my.map:2: a line is written key = value" },
        { "[file\n", "my.map:1: a section is written [word] or [word \"name\"]" },
        { "[]\n", "my.map:1: a section is written [word] or [word \"name\"]" },
        { "\n\n[colum \"x\"]\n", "my.map:3: there is no section [colum]; did you mean \"column\"?" },
        { "[file]\ndelimeter = ;\n", "my.map:2: [file] has no \"delimeter\"; did you mean \"delimiter\"?" },
        { "[file]\ndates = american\n", "my.map:2: dates are day-first or month-first, not \"american\"" },
        { "[column]\nto = text\n", "my.map:1: a column is written [column \"Heading\"]" },
        { "[column \"a\"]\nto = pirority\n",
          "my.map:2: there is no field \"pirority\"; did you mean \"priority\"?" },
        { "[column \"a\"]\nfrom = text\n", "my.map:2: [column] has \"to\" only, not \"from\"" },
        { "[column \"a\"]\n\n", "my.map:1: column \"a\" does not say `to = FIELD`" },
        { "[column \"a\"] to = text\n[column \"b\"] to = text\n",
          "my.map:2: text is already given by column \"a\" (line 1)" },
        { "[column \"a\"] to = text\n[column \"a\"] to = phone\n",
          "my.map:2: column \"a\" stands on line 1 already" },
        { "[column \"a\"] to = age\n", "my.map:1: \"age\" is worked out and never taken in" },
        { "[value \"priority\"]\nP1 = hot\n", "my.map:2: \"hot\" is no priority" },
        { "[value \"priority\"]\nP1 = urgent\nP1 = normal\n", "my.map:3: \"P1\" stands twice for priority" },
        { "[value]\nP1 = x\n", "my.map:1: there is no field \"\"" },
        { "[constant]\npriority = hot\n", "my.map:2: \"hot\" is no priority" },
        { "[constant]\ntext = a\ntext = b\n", "my.map:3: text is given twice" },
        { "[constant \"x\"]\n", "my.map:1: [constant] takes no name" },
        { "[ignore]\nheading = x\n", "my.map:2: [ignore] has \"column\" only, not \"heading\"" },
        { "[column \"a\"] to = text\n[ignore] column = a\n",
          "my.map:2: column \"a\" is also wanted, on line 1" },
        { "[file]\nzone = \"open\n", "my.map:2: the quote is not closed on this line" },
        { "[file]\nzone = \"a\\q\"\n", "my.map:2: in quotes a backslash stands only before \" \\ n t" },
        { "[file]\nzone = \"a\" b\n", "my.map:2: text behind the closing quote" },
        { "[file]\n; \xFF\n", "my.map:2: a mapping is written in UTF-8" },
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct cs_error err;
        struct cs_mapping *mapping = map(faults[i].text, &err);
        CHECK(!mapping);
        CHECK_INT(err.status, CS_FAILED);
        CHECK_TEXT(err.text, faults[i].want);
    }
}

CS_TEST(long_words,
        "of a long word as much is quoted as leaves room for what is wrong with it, in whole characters")
{
    for (size_t before = 0; before < 4; before++) {
        struct cs_buffer text = CS_BUFFER_INIT, want = CS_BUFFER_INIT;
        struct cs_error err;
        cs_buffer_text(&text, "[value \"priority\"]\nP1 = ");
        cs_buffer_text(&want, "my.map:2: \"");
        for (size_t i = 0; i < before; i++) {
            cs_buffer_char(&text, 'x');
            cs_buffer_char(&want, 'x');
        }
        for (size_t i = 0; i < 1000; i++)
            cs_buffer_text(&text, "漏");
        for (size_t i = 0; i < (60 - before) / 3; i++)
            cs_buffer_text(&want, "漏");
        cs_buffer_text(&want, "...\" is no priority");
        CHECK(map(text.text, &err) == NULL);
        CHECK_TEXT(err.text, want.text);
        cs_buffer_release(&text);
        cs_buffer_release(&want);
    }
}

CS_TEST(files, "a mapping is loaded by path; a missing or huge one is refused")
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_mapping *mapping = NULL;
    char path[64];
    int fd = kit_file("[constant]\ntext = x\n", 20);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    CHECK_INT(cs_mapping_load(path, &kit_record, &mapping, &err), CS_OK);
    CHECK_TEXT(cs_mapping_constant(mapping, KIT_TEXT), "x");
    cs_mapping_free(mapping);
    CHECK_INT(ftruncate(fd, 2 * 1024 * 1024), 0);
    CHECK_INT(cs_mapping_load(path, &kit_record, &mapping, &err), CS_FAILED);
    CHECK(strstr(err.text, "at most 1 MiB") != NULL);
    close(fd);
    cs_error_clear(&err);
    CHECK_INT(cs_mapping_load("no/such.map", &kit_record, &mapping, &err), CS_FAILED);
    CHECK_TEXT(err.text, "no/such.map: No such file or directory");
    CHECK(!mapping);
}

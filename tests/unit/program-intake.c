/*
 * Records in, through a whole command: each kind of refusal with its place and words, what is saved then and
 * what the exit status says; inputs of every format and encoding; mappings; rejects that come back mended.
 */
#include "program-kit.h"

/* One import of in.csv: the command line, what it says, and what the store holds afterwards. */
struct intake {
    const char *what, *line, *input;
    int status;
    const char *out, *err, *listed;
};

static void check_intake(const struct intake *one)
{
    struct cs_buffer want = CS_BUFFER_INIT;
    fresh();
    put_file("in.csv", one->input);
    run(one->line);
    CHECK_THAT(ran.status == one->status, "%s: status %d, not %d", one->what, ran.status, one->status);
    CHECK_THAT(strcmp(ran.out, one->out) == 0, "%s: put out \"%s\", not \"%s\"", one->what, ran.out,
               one->out);
    CHECK_THAT(strcmp(ran.err, one->err) == 0, "%s: said \"%s\", not \"%s\"", one->what, ran.err, one->err);
    run("list --fields name");
    cs_buffer_printf(&want, "name\n%s", one->listed);
    CHECK_THAT(strcmp(ran.out, want.text) == 0, "%s: the store has \"%s\", not \"%s\"", one->what, ran.out,
               want.text);
    cs_buffer_release(&want);
    clear_away();
}

static void check_intakes(const struct intake *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_intake(&cases[i]);
}

#define CHECK_INTAKES(list)   check_intakes(list, sizeof(list) / sizeof *(list))
#define SUMMARY(new, refused) "cs-unit: inserted " new ", updated 0, unchanged 0, refused " refused "\n"

CS_TEST(refusals, "each fault of a record is refused at its line and column, in words; the others are saved")
{
    static const struct intake cases[] = {
        { "a ragged row", "import in.csv --fields name", "name,phone\nanna,1,2\nben,13800138000\n", 3,
          "name\nben\n", "in.csv:2:1: expected 2 fields, found 3\n" SUMMARY("1", "1"), "ben\n" },
        { "a short row", "import in.csv --fields name", "name,phone\nanna\nben,13800138000\n", 3,
          "name\nben\n", "in.csv:2:1: expected 2 fields, found 1\n" SUMMARY("1", "1"), "ben\n" },
        { "a bad byte", "import in.csv --fields name",
          "name\n中a\xFF"
          "b\nben\n",
          3, "name\nben\n", "in.csv:2:5: byte 0xFF is not UTF-8\n" SUMMARY("1", "1"), "ben\n" },
        { "an open quote", "import in.csv --fields name", "name\nanna\n\"ben\ncarl\n", 3, "name\nanna\n",
          "in.csv:3:1: the quote that opens here is never closed; 2 lines after it are not read\n" SUMMARY(
              "1", "1"),
          "anna\n" },
        { "an empty name", "import in.csv --fields name", "name,phone\n,13800138000\nben,\n", 3,
          "name\nben\n", "in.csv:2:1: name: must not be empty\n" SUMMARY("1", "1"), "ben\n" },
        { "what the command refuses", "import in.csv --fields name", "name\nugly\nben\n", 3, "name\nben\n",
          "in.csv:2:1: name: is ugly\n" SUMMARY("1", "1"), "ben\n" },
        { "doubles in one file", "import in.csv --fields name", "name\nben\nben\n", 3, "name\nben\n",
          "in.csv:3:1: stands against another record that is there already\n" SUMMARY("1", "1"), "ben\n" },
        { "only faults", "import in.csv --fields name", "name\nugly\nugly\n", 3, "",
          "in.csv:2:1: name: is ugly\nin.csv:3:1: name: is ugly\n" SUMMARY("0", "2"), "" },
    };
    CHECK_INTAKES(cases);
}

CS_TEST(strictly, "--strict turns every kind of refusal into a failure that saves and tells nothing")
{
    static const struct intake cases[] = {
        { "one of three", "import in.csv --strict", "name\nanna\nugly\nben\n", 1, "",
          "in.csv:3:1: name: is ugly\ncs-unit: 1 record was refused, so nothing was saved (--strict)\n", "" },
        { "two", "import in.csv --strict", "name\nugly\nanna\nugly\n", 1, "",
          "in.csv:2:1: name: is ugly\nin.csv:4:1: name: is ugly\n"
          "cs-unit: 2 records were refused, so nothing was saved (--strict)\n",
          "" },
        { "a ragged row", "import in.csv --strict", "name\nanna,1\nben\n", 1, "",
          "in.csv:2:1: expected 1 field, found 2\ncs-unit: 1 record was refused, so nothing was saved "
          "(--strict)\n",
          "" },
        { "quietly", "import in.csv --strict -q", "name\nugly\n", 1, "",
          "in.csv:2:1: name: is ugly\ncs-unit: 1 record was refused, so nothing was saved (--strict)\n", "" },
        { "nothing wrong", "import in.csv --strict --fields name", "name\nanna\n", 0, "name\nanna\n",
          SUMMARY("1", "0"), "anna\n" },
        { "a dry run", "import in.csv --strict --dry-run", "name\nugly\n", 1, "",
          "in.csv:2:1: name: is ugly\ncs-unit: 1 record was refused, so nothing was saved (--strict)\n", "" },
    };
    CHECK_INTAKES(cases);
}

CS_TEST(empty, "no records are no fault: an empty file, a heading alone, blank lines")
{
    static const struct intake cases[] = {
        { "nothing", "import in.csv --fields name", "", 0, "", SUMMARY("0", "0"), "" },
        { "a heading", "import in.csv --fields name", "name\n", 0, "", SUMMARY("0", "0"), "" },
        { "blank lines", "import in.csv --fields name", "name\n\n\n\r\n", 0, "", SUMMARY("0", "0"), "" },
        { "an empty array", "import in.csv -i json --fields name", "[]", 0, "", SUMMARY("0", "0"), "" },
        { "empty lines of JSON", "import in.csv -i jsonl --fields name", "\n\n", 0, "", SUMMARY("0", "0"),
          "" },
    };
    CHECK_INTAKES(cases);
}

CS_TEST(whole_failures, "what makes the whole input unreadable fails before anything is saved or told")
{
    static const struct intake cases[] = {
        { "GB18030", "import in.csv", "name\n\xD5\xC5\xC8\xFD\n", 1, "",
          "cs-unit: in.csv: line 2 column 1 is not UTF-8; try --encoding gb18030\n", "" },
        { "two columns of one field", "import in.csv", "name,Name\na,b\n", 1, "",
          "cs-unit: in.csv: the columns \"name\" and \"Name\" both give name\n", "" },
        { "an unknown encoding", "import in.csv --encoding klingon", "name\nx\n", 1, "",
          "cs-unit: the encoding \"klingon\" is not known\n", "" },
        { "a broken array", "import in.csv", "[{\"name\":\"anna\"} {\"name\":\"ben\"}]", 1, "",
          "cs-unit: in.csv:1:18: a comma or ] has to stand between two values of an array\n", "" },
        { "a delimiter of two", "import in.csv --delimiter ab", "name\nx\n", 2, "",
          "cs-unit: \"ab\" cannot part fields; a delimiter is one ASCII character, or tab\n"
          "Try 'cs-unit import --help'\n",
          "" },
    };
    CHECK_INTAKES(cases);
}

CS_TEST(forms, "each format and encoding of one table gives the same records")
{
    static const struct intake cases[] = {
        { "CSV", "import in.csv -q --fields name", "name,phone\n张三,13800138000\n李四,13800138000\n", 0,
          "name\n张三\n李四\n", "", "张三\n李四\n" },
        { "semicolons", "import in.csv -q --fields name", "name;phone\n张三;13800138000\n李四;13800138000\n",
          0, "name\n张三\n李四\n", "", "张三\n李四\n" },
        { "tabs", "import in.csv -q -i tsv --fields name",
          "name\tphone\n张三\t13800138000\n李四\t13800138000\n", 0, "name\n张三\n李四\n", "",
          "张三\n李四\n" },
        { "a mark and CRLF", "import in.csv -q --fields name",
          "\xEF\xBB\xBFname,phone\r\n张三,13800138000\r\n李四,13800138000\r\n", 0, "name\n张三\n李四\n", "",
          "张三\n李四\n" },
        { "CR alone", "import in.csv -q --fields name", "name,phone\r张三,13800138000\r李四,13800138000\r", 0,
          "name\n张三\n李四\n", "", "张三\n李四\n" },
        { "GB18030", "import in.csv -q --encoding gb18030 --fields name",
          "name,phone\n\xD5\xC5\xC8\xFD,13800138000\n\xC0\xEE\xCB\xC4,13800138000\n", 0, "name\n张三\n李四\n",
          "", "张三\n李四\n" },
        { "an array", "import in.csv -q --fields name",
          "[{\"name\":\"张三\",\"phone\":\"13800138000\"},{\"name\":\"\\u674e\\u56db\"}]", 0,
          "name\n张三\n李四\n", "", "张三\n李四\n" },
        { "lines of JSON", "import in.csv -q --fields name",
          "{\"name\":\"张三\"}\n{\"phone\":null,\"name\":\"李四\"}\n", 0, "name\n张三\n李四\n", "",
          "张三\n李四\n" },
        { "headings in their long form", "import in.csv -q --fields name",
          "Phone,Name\n13800138000,张三\n13800138000,李四\n", 0, "name\n张三\n李四\n", "", "张三\n李四\n" },
    };
    CHECK_INTAKES(cases);
}

CS_TEST(hostile, "cells that look like commands, options or formulas are names like others")
{
    static const struct intake cases[] = {
        { "SQL", "import in.csv -q --fields name", "name\n'); DROP--\n", 0, "name\n'); DROP--\n", "",
          "'); DROP--\n" },
        { "a shell", "import in.csv -q --fields name", "name\n$(id)`id`\n", 0, "name\n$(id)`id`\n", "",
          "$(id)`id`\n" },
        { "an option", "import in.csv -q --fields name", "name\n--help\n", 0, "name\n--help\n", "",
          "--help\n" },
        { "a formula", "import in.csv -q --fields name", "name\n=1+1\n", 0, "name\n=1+1\n", "", "=1+1\n" },
        { "a format", "import in.csv -q --fields name", "name\n%s%n%x\n", 0, "name\n%s%n%x\n", "",
          "%s%n%x\n" },
        { "a template", "import in.csv -q --fields name", "name\n{{x}}\n", 0, "name\n{{x}}\n", "",
          "{{x}}\n" },
        { "a path", "import in.csv -q --fields name", "name\n../../etc\n", 0, "name\n../../etc\n", "",
          "../../etc\n" },
        { "a number", "import in.csv -q --fields name", "name\n00123\n1E5\n", 0, "name\n00123\n1E5\n", "",
          "00123\n1E5\n" },
    };
    CHECK_INTAKES(cases);
}

CS_TEST(escapes_said, "an escape sequence in a refused cell does not reach the terminal through the message")
{
    fresh();
    put_file("in.csv", "name\n\033]0;owned\007 far too long for a name\n");
    run("import in.csv");
    CHECK_INT(ran.status, 3);
    CHECK(!strchr(ran.err, '\033') && !strchr(ran.err, '\007'));
    CHECK(strstr(ran.err, "in.csv:2:1: name: ") == ran.err);
    clear_away();
}

CS_TEST(bounded, "of a thousand refusals a hundred are shown, the rest counted, all written to the rejects")
{
    struct cs_buffer input = CS_BUFFER_INIT;
    cs_buffer_text(&input, "name\n");
    for (int i = 0; i < 1000; i++)
        cs_buffer_text(&input, "ugly\n");
    fresh();
    put_file("in.csv", input.text);
    run("import in.csv --rejects rejects.csv");
    CHECK_INT(ran.status, 3);
    int lines = 0;
    for (const char *at = ran.err; (at = strchr(at, '\n')); at++)
        lines++;
    CHECK_INT(lines, 102);
    CHECK(strstr(ran.err, "in.csv:101:1: name: is ugly\n") && !strstr(ran.err, "in.csv:102:1:"));
    CHECK(strstr(ran.err, "cs-unit: 900 more errors are not shown\n") != NULL);
    CHECK(strstr(ran.err, SUMMARY("0", "1000")) != NULL);
    char *rejects = slurp("rejects.csv");
    lines = 0;
    for (const char *at = rejects; (at = strchr(at, '\n')); at++)
        lines++;
    CHECK_INT(lines, 1001);
    free(rejects);
    cs_buffer_release(&input);
    clear_away();
}

#define BAD_PHONE                                                                                            \
    "\"phone: must be one phone number like 13800138000 or 010-8888 6666 ext 1, not \"\"138\xE2\x90\x8A"     \
    "8000\"\"\""

CS_TEST(mended, "rejects are mended and imported again, with their own columns, as often as it takes")
{
    fresh();
    put_file("in.csv", "name,phone\nanna,13800138000\nugly,\"138\n8000\"\nben,x,y\n");
    run("import in.csv -q --rejects rejects.csv --fields name");
    CHECK_INT(ran.status, 3);
    char *rejects = slurp("rejects.csv");
    CHECK_TEXT(rejects, "name,phone,line,reason\nugly,\"138\n8000\",3," BAD_PHONE "\n"
                        "ben,x,y,5,\"expected 2 fields, found 3\"\n");
    free(rejects);
    put_file("two.csv", "name,phone,line,reason\nugly,13800138000,3," BAD_PHONE "\n");
    run("import two.csv -q --rejects rejects.csv --fields name");
    CHECK_INT(ran.status, 3);
    rejects = slurp("rejects.csv");
    CHECK_TEXT(rejects,
               "name,phone,line,reason\nugly,13800138000,2,name: is ugly\n"); /* no wider than before */
    free(rejects);
    put_file("two.csv", "name,phone,line,reason\npretty,13800138000,2,name: is ugly\n");
    CHECK_RUN("import two.csv -q --fields name", 0, "name\npretty\n", "");
    LISTED("anna\npretty\n");
    clear_away();
}

CS_TEST(rejects_unwritable, "where the rejects cannot be written nothing is saved: no record is lost unseen")
{
    fresh();
    put_file("in.csv", "name\nanna\nugly\n");
    run("import in.csv --rejects /dev/full");
    CHECK_INT(ran.status, 1);
    CHECK(strstr(ran.err, "cs-unit: /dev/full: write error: No space left on device\n") != NULL);
    CHECK_TEXT(ran.out, "");
    LISTED("");
    CHECK_RUN("import in.csv --rejects no/such/folder.csv", 1, "",
              "cs-unit: no/such/folder.csv: No such file or directory\n");
    LISTED("");
    clear_away();
}

CS_TEST(no_rejects, "where nothing is refused the rejects are an empty file, fit to be tested for")
{
    fresh();
    put_file("in.csv", "name\nanna\n");
    run("import in.csv -q --rejects rejects.csv");
    CHECK_INT(ran.status, 0);
    struct stat about = { 0 };
    CHECK(stat("rejects.csv", &about) == 0 && about.st_size == 0 && (about.st_mode & 0777) == 0600);
    clear_away();
}

CS_TEST(map, "--map renames columns and values; a fault names its line, a missing file is told")
{
    fresh();
    put_file("in.csv", "Kunde;Tel\nanna;\nugly;13800138000\n");
    put_file("a.map", "[file]\ndelimiter = ;\n[column \"Kunde\"]\nto = name\n[column \"Tel\"]\nto = phone\n"
                      "[value \"name\"]\nugly = pretty\n");
    CHECK_RUN("import in.csv --map a.map --fields name", 0, "name\nanna\npretty\n", SUMMARY("2", "0"));
    put_file("a.map", "[column \"Kunde\"]\nto = nmae\n");
    run("import in.csv --map a.map");
    CHECK_INT(ran.status, 1);
    CHECK_THAT(strncmp(ran.err, "cs-unit: a.map:2: ", 18) == 0 && strstr(ran.err, "\"name\""), "%s", ran.err);
    CHECK_RUN("import in.csv --map nowhere", 1, "", "cs-unit: nowhere: there is no such mapping file\n");
    LISTED("anna\npretty\n");
    clear_away();
}

CS_TEST(again, "the same names again are refused one by one, and nothing is saved twice")
{
    fresh();
    put_file("in.csv", "name\nanna\nben\n");
    run("import in.csv -q --fields name");
    CHECK_INT(ran.status, 0);
    put_file("in.csv", "name\nanna\nben\ncarl\n");
    CHECK_RUN("import in.csv --fields name", 3, "name\ncarl\n",
              "in.csv:2:1: stands against another record that is there already\n"
              "in.csv:3:1: stands against another record that is there already\n" SUMMARY("1", "2"));
    LISTED("anna\nben\ncarl\n");
    clear_away();
}

CS_TEST(second_file, "a fault that ends the second file takes back the first")
{
    fresh();
    put_file("in.csv", "name\nanna\n");
    put_file("two.csv", "name\nben\nstop\n");
    CHECK_RUN("import in.csv two.csv", 1, "", "cs-unit: stopped in the middle\n");
    LISTED("");
    put_file("two.csv", "name\nugly\n");
    CHECK_RUN("import in.csv two.csv --strict", 1, "",
              "two.csv:2:1: name: is ugly\ncs-unit: 1 record was refused, so nothing was saved (--strict)\n");
    LISTED("");
    clear_away();
}

CS_TEST(long_output, "more output than memory holds back is told in order after the commit, or not at all")
{
    enum { ROWS = 150000 };
    struct cs_buffer input = CS_BUFFER_INIT, want = CS_BUFFER_INIT;
    cs_buffer_text(&input, "name,phone\n");
    cs_buffer_text(&want, "name,phone\n");
    for (int i = 0; i < ROWS; i++) {
        cs_buffer_printf(&input, "name-number-n-%06d,13800138000\n", i);
        cs_buffer_printf(&want, "name-number-n-%06d,13800138000\n", i);
    }
    fresh();
    put_file("in.csv", input.text);
    run("import in.csv -q --fields name,phone --unmask");
    CHECK_INT(ran.status, 0);
    CHECK(strcmp(ran.out, want.text) == 0);
    put_file("two.csv", "name,phone\n");
    cs_buffer_cut(&input, strlen("name,phone\n"));
    for (int i = 0; i < ROWS; i++)
        cs_buffer_printf(&input, "name-number-m-%06d,13800138000\n", i);
    cs_buffer_text(&input, "stop,\n");
    put_file("in.csv", input.text);
    CHECK_RUN("import in.csv -q --fields name,phone --unmask", 1, "", "cs-unit: stopped in the middle\n");
    run("list --count");
    CHECK_TEXT(ran.out, "150000\n");
    cs_buffer_release(&input);
    cs_buffer_release(&want);
    clear_away();
}

/*
 * --guess and --explain-map through a whole command: what they put out and say, how they end, and that the
 * store is as it was, or was never made.
 */
#include "program-kit.h"

struct look {
    const char *what, *line, *input;
    int status;
    const char *out, *err; /* what must stand there; NULL: nothing at all */
};

static bool says(const char *text, const char *want)
{
    return want ? strstr(text, want) != NULL : text[0] == '\0';
}

static void check_look(const struct look *look, bool store)
{
    fresh();
    if (!store)
        unlink("unit.db");
    put_file("in.csv", look->input);
    put_file("a.map", "[column \"Who\"] to = name\n");
    run(look->line);
    CHECK_THAT(ran.status == look->status, "%s: status %d, not %d: %s", look->what, ran.status, look->status,
               ran.err);
    CHECK_THAT(says(ran.out, look->out), "%s: put out \"%s\"", look->what, ran.out);
    CHECK_THAT(says(ran.err, look->err), "%s: said \"%s\"", look->what, ran.err);
    CHECK_THAT((access("unit.db", F_OK) == 0) == store, "%s: the store %s", look->what,
               store ? "is gone" : "was made");
    if (store) {
        run("list --count");
        CHECK_THAT(strcmp(ran.out, "0\n") == 0, "%s: the store has %s", look->what, ran.out);
    }
    clear_away();
}

static const struct look looks[] = {
    { "a draft", "import --guess in.csv", "Name,Mobile\nanna,13800138000\nben,13900139000\n", 0,
      "[column \"Name\"] to = name", NULL },
    { "a draft by values", "import --guess in.csv", "Name,Mobile\nanna,13800138000\nben,13900139000\n", 0,
      "[column \"Mobile\"] to = phone", NULL },
    { "a draft of standard input", "import --guess <in.csv", "Name\nanna\n", 0,
      "# A draft of a mapping, from 1 records of standard input.\n", NULL },
    { "a dash is standard input", "import --guess - <in.csv", "Name\nanna\n", 0, "[column \"Name\"]", NULL },
    { "how to go on", "import --guess in.csv", "Name\nanna\n", 0,
      "# Then: cs-unit import --map THIS --explain-map in.csv\n", NULL },
    { "GB18030 is found", "import --guess in.csv", "name\n\xD5\xC5\xC8\xFD\n", 0, "encoding = gb18030 ",
      NULL },
    { "GB18030 is told", "import --guess --encoding gb18030 in.csv", "name\n\xD5\xC5\xC8\xFD\n", 0,
      "encoding = gb18030 ", NULL },
    { "neither UTF-8 nor GB18030", "import --guess in.csv", "name\n\xFF\xFF\n\xFF\n", 0, "[column \"name\"]",
      NULL },
    { "JSON", "import --guess -i jsonl in.csv", "{\"name\":\"anna\"}\n", 0, "[column \"name\"] to = name",
      NULL },
    { "a tab", "import --guess in.csv", "name\tphone\nanna\t1\n", 0, "[column \"phone\"] to = phone", NULL },
    { "a semicolon is written down", "import --guess in.csv", "name;phone\nanna;1\n", 0, "delimiter = ; ",
      NULL },
    { "no file", "import --guess nothing.csv", "", 1, NULL,
      "cs-unit: nothing.csv: No such file or directory\n" },
    { "a folder", "import --guess /", "", 1, NULL, "Is a directory" },
    { "nothing in it", "import --guess in.csv", "", 1, NULL, "has no columns" },
    { "two files", "import --guess in.csv in.csv", "name\n", 2, NULL, "--guess takes one input at a time" },
    { "one heading twice", "import --guess in.csv", "name,Name\na,b\n", 1, NULL, "both give name" },
    { "an encoding that is none", "import --guess --encoding klingon in.csv", "name\n", 1, NULL,
      "is not known" },
    { "both at once", "import --guess --explain-map in.csv", "name\n", 2, NULL, "cs-unit: " },
    { "what columns become", "import --explain-map in.csv -o csv", "name,phone,zip\nanna,13800138000,7\n", 0,
      "name,name,name,anna,anna,0,\nphone,phone,name,138****8000,138****8000,0,\nzip,,unknown,7,,0,\n",
      NULL },
    { "a mapping's column", "import --explain-map --map ./a.map in.csv -o csv", "Who,name\nanna,ben\n", 0,
      "Who,name,mapping,anna,anna,0,\nname,,outdone,ben,,0,\n", NULL },
    { "what is missing", "import --explain-map in.csv -o csv", "phone\n1380\n", 0, ",name,missing,,,,\n",
      NULL },
    { "a refused value is preferred", "import --explain-map in.csv -o jsonl",
      "name\nanna\nan overlong name of somebody\n", 0, "\"sample\":\"an overlong name of somebody\"", NULL },
    { "broken records are passed over", "import --explain-map in.csv -o csv", "name,phone\nanna\nben,1380\n",
      0, "name,name,name,ben,ben,0,\n", NULL },
    { "fields of it", "import --explain-map in.csv -o csv --fields column,how", "name\nanna\n", 0,
      "column,how\nname,name\n", NULL },
    { "a table tells in sentences", "import --explain-map in.csv -o table",
      "name\nan overlong name of somebody\n", 0, "an overlong name",
      "column \"name\": is 28 characters long; at most 20 are kept (1 of the first 1 records)" },
    { "no such mapping", "import --explain-map --map ./none.map in.csv", "name\n", 1, NULL, "none.map" },
    { "two files to explain", "import --explain-map in.csv in.csv", "name\n", 2, NULL,
      "--explain-map takes one input at a time" },
    { "the whole input in another encoding", "import --explain-map in.csv", "name\n\xD5\xC5\xC8\xFD\n", 1,
      NULL, "try --encoding gb18030" },
};

CS_TEST(with_store, "with a store that is there: what is asked comes out, and nothing is saved")
{
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        check_look(&looks[i], true);
}

CS_TEST(without_store, "without one the same comes out, and none is made")
{
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i += 3)
        check_look(&looks[i], false);
}

CS_TEST(only_imports, "only commands that take records have the options")
{
    static const char *const lines[] = { "list --guess", "list --explain-map", "rename --guess 1",
                                         "wipe --guess" };
    fresh();
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        run(lines[i]);
        CHECK_THAT(ran.status == 2 && says(ran.err, "unknown option"), "%s: %d %s", lines[i], ran.status,
                   ran.err);
    }
    clear_away();
}

/* Naive times are read in the store's zone, whose offset is shown: the draft names it too. */
CS_TEST(zone, "the store's zone is the one that times without an offset are read in")
{
    fresh();
    put_file("in.csv", "name,phone,When\nanna,13800138000,2026-01-05 10:00\n");
    run("import --guess in.csv");
    CHECK(says(ran.out, "# zone = Asia/Shanghai "));
    run("import --guess --source-zone America/New_York in.csv");
    CHECK(says(ran.out, "# zone = America/New_York "));
    run("import --guess --source-zone Nowhere in.csv");
    CHECK_INT(ran.status, 2);
    CHECK(says(ran.err, "Nowhere"));
    clear_away();
}

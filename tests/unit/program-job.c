/*
 * The life of a command from its table to its exit status, on a real store: a small program of verbs is run
 * in a child, with its streams caught and a folder of its own.
 */
#include "program-kit.h"

CS_TEST(imports, "good rows are saved, told after the commit, and counted in a summary")
{
    fresh();
    put_file("in.csv", "name\nanna\nben\n");
    CHECK_RUN("import in.csv --fields name", 0, "name\nanna\nben\n",
              "cs-unit: inserted 2, updated 0, unchanged 0, refused 0\n");
    LISTED("anna\nben\n");
    clear_away();
}

CS_TEST(standard_input, "no operand, and a lone dash, are standard input")
{
    fresh();
    put_file("in.csv", "name\nanna\n");
    CHECK_RUN("import -q --fields name <in.csv", 0, "name\nanna\n", "");
    put_file("in.csv", "name\nben\n");
    CHECK_RUN("import -q --fields name - <in.csv", 0, "name\nben\n", "");
    LISTED("anna\nben\n");
    clear_away();
}

CS_TEST(refuses, "a refused row names its place and goes to the rejects; the others are saved; status 3")
{
    fresh();
    put_file("in.csv", "name\nanna\nugly\nmuch too long for a name of twenty\nben\n");
    run("import in.csv --rejects rejects.csv --fields name");
    CHECK_INT(ran.status, 3);
    CHECK(strstr(ran.err, "in.csv:3:1: name: is ugly\n") != NULL);
    CHECK(strstr(ran.err, "in.csv:4:1: name: ") != NULL);
    CHECK(strstr(ran.err, "cs-unit: inserted 2, updated 0, unchanged 0, refused 2\n") != NULL);
    char *rejects = slurp("rejects.csv");
    CHECK(strstr(rejects, "ugly,3,") != NULL);
    CHECK(strstr(rejects, "much too long for a name of twenty,4,") != NULL);
    free(rejects);
    LISTED("anna\nben\n");
    clear_away();
}

CS_TEST(existing, "what a unique key of the store stands against is refused, not a failure")
{
    fresh();
    put_file("in.csv", "name\nanna\nanna\n");
    run("import in.csv --fields name");
    CHECK_INT(ran.status, 3);
    CHECK(strstr(ran.err, "in.csv:3:1: ") != NULL);
    LISTED("anna\n");
    clear_away();
}

CS_TEST(strict, "--strict saves nothing where a row is refused, and tells nothing as done")
{
    fresh();
    put_file("in.csv", "name\nanna\nugly\n");
    CHECK_RUN("import --strict in.csv", 1, "",
              "in.csv:3:1: name: is ugly\ncs-unit: 1 record was refused, so nothing was saved (--strict)\n");
    LISTED("");
    clear_away();
}

CS_TEST(stops, "a failure in the middle leaves the store as it was, and nothing on standard output")
{
    fresh();
    put_file("in.csv", "name\nanna\nstop\nben\n");
    CHECK_RUN("import in.csv", 1, "", "cs-unit: stopped in the middle\n");
    LISTED("");
    clear_away();
}

CS_TEST(interrupted, "a signal in the middle leaves the store as it was and says so")
{
    fresh();
    put_file("in.csv", "name\nanna\ndie\nben\n");
    CHECK_RUN("import in.csv", 128 + SIGINT, "", "cs-unit: interrupted: nothing was saved\n");
    LISTED("");
    clear_away();
}

CS_TEST(dry_run, "--dry-run tells the same and saves nothing")
{
    fresh();
    put_file("in.csv", "name\nanna\n");
    CHECK_RUN("import --dry-run in.csv --fields name", 0, "name\nanna\n",
              "cs-unit: dry run: nothing was saved\n"
              "cs-unit: inserted 1, updated 0, unchanged 0, refused 0\n");
    LISTED("");
    clear_away();
}

CS_TEST(inputs, "several files are one transaction; a missing one is told before anything is read")
{
    fresh();
    put_file("in.csv", "name\nanna\n");
    put_file("two.csv", "name\nben\n");
    CHECK_RUN("import -q in.csv missing.csv", 1, "", "cs-unit: missing.csv: No such file or directory\n");
    LISTED("");
    CHECK_RUN("import -q in.csv two.csv --fields name", 0, "name\nanna\nben\n", "");
    run("import /");
    CHECK_INT(ran.status, 1);
    CHECK(strstr(ran.err, "cs-unit: /: Is a directory") != NULL);
    clear_away();
}

CS_TEST(rejects_guarded, "--rejects neither overwrites its input nor serves two inputs")
{
    fresh();
    put_file("in.csv", "name\nugly\n");
    put_file("two.csv", "name\nben\n");
    run("import in.csv --rejects in.csv");
    CHECK_INT(ran.status, 2);
    char *input = slurp("in.csv");
    CHECK_TEXT(input, "name\nugly\n");
    free(input);
    run("import in.csv two.csv --rejects rejects.csv");
    CHECK_INT(ran.status, 2);
    clear_away();
}

CS_TEST(full_disk, "a full disk after the commit: status 1, and that it is saved")
{
    fresh();
    put_file("in.csv", "name\nanna\n");
    run("import in.csv -q >/dev/full");
    CHECK_INT(ran.status, 1);
    CHECK_TEXT(ran.err, "cs-unit: saved, but the output was cut: No space left on device\n");
    LISTED("anna\n");
    run("list >/dev/full");
    CHECK_INT(ran.status, 1);
    CHECK_TEXT(ran.err, "cs-unit: write error: No space left on device\n");
    clear_away();
}

CS_TEST(fails, "what a writing command told before it failed is never seen")
{
    fresh();
    CHECK_RUN("fail", 1, "", "cs-unit: it went wrong\n");
    clear_away();
}

CS_TEST(ids, "ids are operands or an id column; a missing one is refused and the others go on")
{
    fresh();
    put_file("in.csv", "name\nanna\nben\ncleo\n");
    run("import -q in.csv");
    CHECK_RUN("rename 1 2", 0, "", "");
    LISTED("anna-again\nben-again\ncleo\n");
    CHECK_RUN("rename 77 3", 3, "", "cs-unit: there is no 77\ncs-unit: done 1, refused 1\n");
    put_file("ids.csv", "id,name\n1,x\n88,y\nfoo,z\n");
    run("rename --note B -q <ids.csv");
    CHECK_INT(ran.status, 3);
    CHECK(strstr(ran.err, "-:3:1: there is no 88\n") != NULL);
    CHECK(strstr(ran.err, "-:4:1: id: ") != NULL);
    LISTED("anna-again-B\nben-again\ncleo-again\n");
    clear_away();
}

CS_TEST(ids_checked,
        "ids typed wrongly are misuse, and nothing is done before; --strict and --dry-run save nothing")
{
    fresh();
    put_file("in.csv", "name\nanna\n");
    run("import -q in.csv");
    CHECK_RUN("rename 1 one", 2, "",
              "cs-unit: \"one\" is no id: ids are whole numbers from 1\nTry 'cs-unit rename --help'\n");
    run("rename 1 0");
    CHECK_INT(ran.status, 2);
    run("rename 1 99 --strict");
    CHECK_INT(ran.status, 1);
    CHECK_RUN("rename 1 --dry-run", 0, "", "cs-unit: dry run: nothing was saved\n");
    LISTED("anna\n");
    clear_away();
}

CS_TEST(lists, "lists filter, sort, limit and count")
{
    fresh();
    put_file("in.csv", "name\nanna\nben\ncleo\n");
    run("import -q in.csv");
    CHECK_RUN("list --fields name --sort -name", 0, "name\ncleo\nben\nanna\n", "");
    CHECK_RUN("list --fields name --name ben,cleo", 0, "name\nben\ncleo\n", "");
    CHECK_RUN("list --fields name,size --sort size,name --limit 2", 0, "name,size\nben,3\nanna,4\n", "");
    CHECK_RUN("list --fields name --offset 2 --limit 9", 0, "name\ncleo\n", "");
    CHECK_RUN("list --count --name !ben", 0, "2\n", "");
    CHECK_RUN("list --name nobody --fields name", 0, "name\n", "");
    clear_away();
}

CS_TEST(list_misuse, "a wrong field, a wrong sort and a sort that would unmask are misuse in words")
{
    fresh();
    CHECK_RUN(
        "list --fields nmae", 2, "",
        "cs-unit: --fields: there is no field \"nmae\"; did you mean name?\nTry 'cs-unit list --help'\n");
    CHECK_RUN("list --fields", 2, "",
              "cs-unit: --fields takes: id, name, phone, size\nTry 'cs-unit list --help'\n");
    CHECK_RUN("list --fields ?", 2, "",
              "cs-unit: --fields takes: id, name, phone, size\nTry 'cs-unit list --help'\n");
    run("list --sort nothing");
    CHECK_INT(ran.status, 2);
    run("list --sort phone");
    CHECK_INT(ran.status, 2);
    run("list --limit -1");
    CHECK_INT(ran.status, 2);
    CHECK_RUN("list surplus", 2, "",
              "cs-unit: \"surplus\" is one word too many\nTry 'cs-unit list --help'\n");
    clear_away();
}

CS_TEST(destroys, "what destroys needs --yes where nobody can be asked")
{
    fresh();
    run("wipe");
    CHECK_INT(ran.status, 2);
    CHECK(strstr(ran.err, "--yes") != NULL);
    CHECK_RUN("wipe --yes --actor zoe --now 2026-01-05T09:00:00Z", 0, "wiped by zoe at 1767603600\n", "");
    CHECK_RUN("wipe --yes --actor zoe --now 2026-01-05T09:00:00Z --at -1h", 0, "wiped by zoe at 1767600000\n",
              "");
    run("wipe --yes --now 2026-01-05T09:00:00Z --at 2026-01-06");
    CHECK_INT(ran.status, 2);
    run("wipe --yes --dry-run");
    CHECK_INT(ran.status, 0);
    clear_away();
}

/* Runs SQL on the store from outside. */
static void meddle(const char *sql)
{
    pid_t pid = fork();
    if (pid == 0) {
        execlp("sqlite3", "sqlite3", "unit.db", sql, (char *)NULL);
        _exit(127);
    }
    int status;
    waitpid(pid, &status, 0);
    CHECK_INT(status, 0);
}

CS_TEST(audited, "the audit log is a chain; a line changed or taken out shows")
{
    fresh();
    for (int i = 0; i < 3; i++)
        run("wipe --yes");
    CHECK_RUN("check", 0, "", "");
    meddle("UPDATE audit SET count = 8 WHERE id = 2");
    run("check");
    CHECK_INT(ran.status, 1);
    CHECK(strstr(ran.err, "audit 2: it was changed") != NULL);
    meddle("UPDATE audit SET count = 7 WHERE id = 2");
    CHECK_RUN("check", 0, "", "");
    meddle("DELETE FROM audit WHERE id = 2");
    run("check");
    CHECK_INT(ran.status, 1);
    CHECK(strstr(ran.err, "audit 3: the line before it is missing or changed") != NULL);
    clear_away();
}

CS_TEST(unmasked, "--unmask is written to the audit log, with how many were shown")
{
    fresh();
    put_file("in.csv", "name\nanna\nben\n");
    run("import -q in.csv");
    CHECK_RUN("list --unmask --fields name", 0, "name\nanna\nben\n", "");
    meddle("CREATE TABLE seen AS SELECT 1 / (what = 'unmask cs-unit list' AND subject = 'source' AND count = "
           "2) AS "
           "fine FROM audit");
    meddle("DELETE FROM source WHERE (SELECT count(*) FROM seen WHERE fine = 1) = 1");
    LISTED("");
    clear_away();
}

CS_TEST(clock, "the clock is fixed by --now, else CS_NOW; garbage is misuse that names where it stood")
{
    fresh();
    CHECK_RUN("wipe --yes --actor a --now 2026-01-05T17:00:00", 0, "wiped by a at 1767603600\n", "");
    run("list --now 2024-02-30");
    CHECK_INT(ran.status, 2);
    CHECK(strstr(ran.err, "--now: \"2024-02-30\" is no date") != NULL);
    run("list --tz Mars/Olympus");
    CHECK_INT(ran.status, 2);
    clear_away();
}

CS_TEST(stores, "a missing store, and a password in argv, are told in words; nothing is made")
{
    fresh();
    run("list --db other.db");
    CHECK_INT(ran.status, 1);
    CHECK(strstr(ran.err, "other.db") && strstr(ran.err, "cs-db init"));
    CHECK(access("other.db", F_OK) != 0);
    run("list --unmask --db other.db");
    CHECK_INT(ran.status, 1);
    CHECK(access("other.db", F_OK) != 0);
    run("list --db postgresql://user:secret@host/db");
    CHECK_INT(ran.status, 2);
    CHECK(strstr(ran.err, "password") && !strstr(ran.err, "secret"));
    clear_away();
}

CS_TEST(builtins, "help, version and description come on standard output; a mistyped verb is answered")
{
    fresh();
    run("--version");
    CHECK_INT(ran.status, 0);
    CHECK(strncmp(ran.out, "cs-unit (cs-tools) ", 19) == 0);
    CHECK_TEXT(ran.err, "");
    run("help list");
    CHECK_INT(ran.status, 0);
    CHECK(strstr(ran.out, "Usage: cs-unit list") != NULL);
    run("list --help --format nonsense");
    CHECK_INT(ran.status, 2);
    run("help exit-codes");
    CHECK_INT(ran.status, 0);
    run("help nothing");
    CHECK_INT(ran.status, 2);
    run("help list surplus");
    CHECK_INT(ran.status, 2);
    CHECK_RUN("lsit", 2, "",
              "cs-unit: unknown command \"lsit\"; did you mean \"list\"?\nTry 'cs-unit --help'\n");
    run("list --describe");
    CHECK_INT(ran.status, 0);
    CHECK(strstr(ran.out, "\"name\":\"list\"") != NULL);
    clear_away();
}

/*
 * Records out, through a whole command: filters, order, limits and fields of a list with hand-worked answers,
 * the words of each mistake, every format; pages; what is known already; one kind of records for a command.
 */
#include "program-kit.h"

/* ------------------------------------------------------------------ verbs of this test's own */

static enum cs_status say_known(struct cs_job *job, struct cs_known *known, int64_t id, const char *name)
{
    struct cs_row row;
    cs_row_init(&row, &record);
    row.values[0] = cs_integer(id);
    if (name)
        row.values[1] = cs_text(name);
    fprintf(cs_job_stdout(job), "%lld %s: %s\n", (long long)id, name ? name : "null",
            cs_known_has(known, &row) ? "known" : "new");
    cs_row_release(&row);
    return CS_OK;
}

static enum cs_status run_known(struct cs_job *job, const void *args)
{
    struct cs_known *known = NULL;
    (void)args;
    enum cs_status status = cs_known_new(job, &view, &known);
    static const char *const names[] = { "anna", "Anna", "anna ", "ann", "ben", "carl", "", NULL };
    for (size_t i = 0; names[i] && status == CS_OK; i++)
        status = say_known(job, known, 99, names[i]);
    if (status == CS_OK)
        status = say_known(job, known, 1, NULL);
    cs_known_free(known);
    cs_known_free(NULL);
    return status;
}

static enum cs_status run_page(struct cs_job *job, const void *args)
{
    struct cs_page *page = NULL;
    struct cs_row row;
    (void)args;
    enum cs_status status = cs_job_page(job, &page);
    if (status != CS_OK)
        return status;
    cs_row_init(&row, &record);
    row.values[1] = cs_text("an\033na");
    row.values[2] = cs_text("13800138000");
    cs_page_title(page, "One source");
    cs_page_record(page, "source", "Source", &row);
    cs_row_release(&row);
    return cs_page_close(page, job->err);
}

static const struct cs_record other = CS_RECORD("other", N_("other"), fields);

static enum cs_status run_two(struct cs_job *job, const void *args)
{
    (void)args;
    enum cs_status status = cs_job_output(job, &record);
    if (status == CS_OK)
        status = cs_job_output(job, &record);
    return status == CS_OK ? cs_job_output(job, &other) : status;
}

static enum cs_status run_nothing(struct cs_job *job, const void *args)
{
    (void)args;
    return cs_job_output(job, &record);
}

#define READS (CS_NEEDS_READ | CS_NEEDS_OUTPUT)
static const struct cs_command own_commands[] = {
    { "init", "", "make the store", NULL, CS_OPENS_ITSELF, 0, NULL, NULL, NULL, examples, run_init },
    { "list", "", "list", NULL, READS, sizeof(struct list_args), list_options, NULL, &record, examples,
      run_list },
    { "import", "[FILE...]", "import", NULL, WRITES | CS_NEEDS_INPUT, 0, NULL, &record, &record, examples,
      run_import },
    { "known", "", "known", NULL, READS, 0, NULL, NULL, NULL, examples, run_known },
    { "page", "", "page", NULL, READS, 0, NULL, NULL, NULL, examples, run_page },
    { "two", "", "two", NULL, READS, 0, NULL, NULL, NULL, examples, run_two },
    { "nothing", "", "nothing", NULL, READS, 0, NULL, NULL, &record, examples, run_nothing },
    { 0 },
};
static const struct cs_program own_program = { "cs-unit", "a program to test with", "Text.", own_commands };

/* A store with five names. */
static void stocked(void)
{
    kit_program = &own_program;
    fresh();
    put_file("in.csv", "name\nben\nanna\nДина\n\"car,l\"\n=1+1\n");
    run("import in.csv -q");
    CHECK_INT(ran.status, 0);
}

struct listing {
    const char *line;
    int status;
    const char *out, *err;
};

static void check_listings(const struct listing *cases, size_t count)
{
    stocked();
    for (size_t i = 0; i < count; i++) {
        run(cases[i].line);
        CHECK_THAT(ran.status == cases[i].status, "%s: status %d", cases[i].line, ran.status);
        CHECK_THAT(strcmp(ran.out, cases[i].out) == 0, "%s: \"%s\"", cases[i].line, ran.out);
        CHECK_THAT(strcmp(ran.err, cases[i].err) == 0, "%s said \"%s\"", cases[i].line, ran.err);
    }
    clear_away();
}
#define CHECK_LISTINGS(cases) check_listings(cases, sizeof(cases) / sizeof *(cases))

/* ------------------------------------------------------------------ lists */

CS_TEST(orders,
        "a list is ordered as asked, falling with a sign, by several fields, by key where nothing is asked")
{
    static const struct listing cases[] = {
        { "list --fields id", 0, "id\n1\n2\n3\n4\n5\n", "" },
        { "list --fields name --sort name", 0, "name\n=1+1\nanna\nben\n\"car,l\"\nДина\n", "" },
        { "list --fields name --sort -name", 0, "name\nДина\n\"car,l\"\nben\nanna\n=1+1\n", "" },
        { "list --fields id --sort -id", 0, "id\n5\n4\n3\n2\n1\n", "" },
        { "list --fields size,name --sort size,-name", 0,
          "size,name\n3,ben\n4,Дина\n4,anna\n4,=1+1\n5,\"car,l\"\n", "" },
        { "list --fields name --sort ,,name,, --limit 1", 0, "name\n=1+1\n", "" },
        { "list --fields name --sort Name --limit 1", 0, "name\n=1+1\n", "" },
    };
    CHECK_LISTINGS(cases);
}

CS_TEST(limits, "limit and offset take what they say from the order, and nothing is not a fault")
{
    static const struct listing cases[] = {
        { "list --fields id --limit 2", 0, "id\n1\n2\n", "" },
        { "list --fields id -n 2 --offset 2", 0, "id\n3\n4\n", "" },
        { "list --fields id --offset 4", 0, "id\n5\n", "" },
        { "list --fields id --offset 5", 0, "id\n", "" },
        { "list --fields id --limit 9223372036854775807", 0, "id\n1\n2\n3\n4\n5\n", "" },
        { "list --fields id --offset 9223372036854775807", 0, "id\n", "" },
        { "list --count", 0, "5\n", "" },
        { "list --count --name anna", 0, "1\n", "" },
        { "list --count --name nobody", 0, "0\n", "" },
        { "list --fields id --name nobody", 0, "id\n", "" },
    };
    CHECK_LISTINGS(cases);
}

CS_TEST(mistakes, "each mistake of a list is misuse: its words name the option, the word and what is near")
{
    static const struct listing cases[] = {
        { "list --sort nmae", 2, "",
          "cs-unit: --sort: there is no field \"nmae\"; did you mean name?\nTry 'cs-unit list --help'\n" },
        { "list --sort klingon", 2, "",
          "cs-unit: --sort: there is no field \"klingon\"; --fields ? lists them\nTry 'cs-unit list "
          "--help'\n" },
        { "list --sort phone", 2, "",
          "cs-unit: --sort: phone cannot be sorted by\nTry 'cs-unit list --help'\n" },
        { "list --fields nam", 2, "",
          "cs-unit: --fields: there is no field \"nam\"; did you mean name?\nTry 'cs-unit list --help'\n" },
        { "list --fields ?", 2, "",
          "cs-unit: --fields takes: id, name, phone, size\nTry 'cs-unit list --help'\n" },
        { "list --limit -1", 2, "",
          "cs-unit: --limit and --offset take no negative number\nTry 'cs-unit list --help'\n" },
        { "list --offset -1 --count", 2, "",
          "cs-unit: --limit and --offset take no negative number\nTry 'cs-unit list --help'\n" },
    };
    CHECK_LISTINGS(cases);
}

CS_TEST(formats, "each format gives the same records; an empty list has its heading or its brackets")
{
    static const struct listing cases[] = {
        { "list --fields id,name --limit 1 -o csv", 0, "id,name\n1,ben\n", "" },
        { "list --fields name,id --limit 1 -o tsv", 0, "name\tid\nben\t1\n", "" },
        { "list --fields id,name --limit 2 -o json", 0,
          "[{\"id\":1,\"name\":\"ben\"},\n{\"id\":2,\"name\":\"anna\"}]\n", "" },
        { "list --fields id,name --limit 1 -o jsonl", 0, "{\"id\":1,\"name\":\"ben\"}\n", "" },
        { "list --fields id,name --limit 1 -o md", 0, "| Id | Name |\n| ---: | --- |\n| 1 | ben |\n", "" },
        { "list --fields id,name --limit 1 -o table", 0, "Id  Name\n 1  ben \n", "" },
        { "list --fields id --name x -o csv", 0, "id\n", "" },
        { "list --fields id --name x -o json", 0, "[]\n", "" },
        { "list --fields id --name x -o jsonl", 0, "", "" },
        { "list --fields name --name =1+1 --excel", 0, "\xEF\xBB\xBFname\r\n'=1+1\r\n", "" },
        { "list --fields id,id --limit 1", 0, "id,id\n1,1\n", "" },
    };
    CHECK_LISTINGS(cases);
}

CS_TEST(bad_format, "an unknown format names the ones there are, and nothing is put out")
{
    stocked();
    run("list -o jsno");
    CHECK_INT(ran.status, 2);
    CHECK_TEXT(ran.out, "");
    CHECK_THAT(strstr(ran.err, "json"), "%s", ran.err);
    clear_away();
}

/* ------------------------------------------------------------------ known, pages, one kind */

CS_TEST(known,
        "what the store has is known to the letter and by what can be imported alone; the key does not count")
{
    stocked();
    CHECK_RUN("known", 0,
              "99 anna: known\n99 Anna: new\n99 anna : new\n99 ann: new\n99 ben: known\n99 carl: new\n"
              "99 : new\n1 null: new\n",
              "");
    clear_away();
}

CS_TEST(known_empty, "an empty store knows nothing")
{
    kit_program = &own_program;
    fresh();
    run("known");
    CHECK_INT(ran.status, 0);
    CHECK(!strstr(ran.out, "known"));
    clear_away();
}

CS_TEST(pages, "a page comes in its forms, masked, without controls; csv is no form of it")
{
    stocked();
    CHECK_RUN("page", 0, "One source\n\nSource\nName   an␛na\nPhone  138****8000\n", "");
    CHECK_RUN("page -o md", 0,
              "# One source\n\n## Source\n\n- **Name**: an␛na\n- **Phone**: 138\\*\\*\\*\\*8000\n", "");
    run("page -o json");
    CHECK_INT(ran.status, 0);
    CHECK(strstr(ran.out, "\"name\":\"an\\u001bna\"") && strstr(ran.out, "138****8000"));
    CHECK_RUN(
        "page -o csv", 2, "",
        "cs-unit: \"csv\" is no form of a page; there are table, md, json\nTry 'cs-unit page --help'\n");
    CHECK_RUN("page >/dev/full", 1, "", "cs-unit: write error: No space left on device\n");
    clear_away();
}

CS_TEST(one_kind,
        "a command that would put out records of two kinds fails, and one that puts out none has a heading")
{
    stocked();
    run("two");
    CHECK_INT(ran.status, 1);
    CHECK_TEXT(ran.err, "cs-unit: a command puts out records of one kind\n");
    CHECK_RUN("nothing --fields name,phone", 0, "name,phone\n", "");
    CHECK_RUN("nothing -o json", 0, "[]\n", "");
    clear_away();
}

CS_TEST(zones, "an unknown zone is misuse, in words, before anything is put out")
{
    stocked();
    run("list --tz Mars/Olympus");
    CHECK_INT(ran.status, 2);
    CHECK_TEXT(ran.out, "");
    CHECK_THAT(strstr(ran.err, "Mars/Olympus") != NULL, "%s", ran.err);
    clear_away();
}

CS_TEST(closed_output, "with standard output closed a list fails in words, and the store is not written over")
{
    stocked();
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        char *argv[] = { (char *)"cs-unit", (char *)"list", NULL };
        freopen("err", "w", stderr);
        setenv("CS_DB", "unit.db", 1);
        close(STDOUT_FILENO);
        exit(cs_program_main(kit_program, 2, argv));
    }
    int status;
    waitpid(pid, &status, 0);
    CHECK_THAT(WIFEXITED(status) && WEXITSTATUS(status) == 1, "status %x", (unsigned)status);
    char *said = slurp("err");
    CHECK_THAT(strncmp(said, "cs-unit: ", 9) == 0, "%s", said);
    free(said);
    run("list --count");
    CHECK_TEXT(ran.out, "5\n");
    clear_away();
}

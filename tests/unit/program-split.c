/*
 * --split-by through a whole command: names of files that no value leads astray, values that fall together,
 * formats, what is refused, and that a failure leaves nothing half-done.
 */
#include "program-kit.h"

#include <dirent.h>

/* ---- a list that is cut, of names that a test puts in ---- */

struct cut_args {
    struct cs_list_args list;
};
static const struct cs_option cut_options[] = {
    CS_OPT_SHARED(cs_list_options, struct cut_args, list),
    CS_OPT_TEXT(0, "split-by", struct cut_args, list.split_by, N_("FIELD"), N_("a file a value")),
    CS_OPT_FIELDS(&record, CS_FIELDS_FILTERS, struct cut_args, list.filters),
    CS_OPT_END,
};

static enum cs_status run_cut(struct cs_job *job, const void *args)
{
    const struct cut_args *own = args;
    return cs_job_list(job, &view, &own->list, NULL, 0, NULL, 0);
}

static const struct cs_command cut_commands[] = {
    { "init", "", "make the store", NULL, CS_OPENS_ITSELF, 0, NULL, NULL, NULL, examples, run_init },
    { "import", "[FILE...]", "import", NULL, WRITES | CS_NEEDS_INPUT, 0, NULL, &record, &record, examples,
      run_import },
    { "list", "[DIR]", "list", NULL, CS_NEEDS_READ | CS_NEEDS_OUTPUT, sizeof(struct cut_args), cut_options,
      NULL, &record, examples, run_cut },
    { 0 },
};
static const struct cs_program cut_program = { "cs-unit", "a program to test with", "Text.", cut_commands };

static void stocked(const char *names)
{
    kit_program = &cut_program;
    fresh();
    put_file("in.csv", names);
    run("import -q in.csv");
    CHECK_THAT(ran.status == 0, "%s", ran.err);
}

/* What lies in a folder, in order, joined by |; a folder that is not there is "-". */
static const char *folder(const char *name)
{
    static char text[4000];
    struct dirent **found;
    int count = scandir(name, &found, NULL, alphasort);
    size_t used = 0;
    if (count < 0)
        return "-";
    text[0] = '\0';
    for (int i = 0; i < count; i++) {
        if (strcmp(found[i]->d_name, ".") != 0 && strcmp(found[i]->d_name, "..") != 0)
            used +=
                (size_t)snprintf(text + used, sizeof text - used, "%s%s", used ? "|" : "", found[i]->d_name);
        free(found[i]);
    }
    free(found);
    return text;
}

static void check_file(const char *path, const char *want)
{
    char *text = slurp(path);
    CHECK_THAT(strcmp(text, want) == 0, "%s holds \"%s\", not \"%s\"", path, text, want);
    free(text);
}

static void empty_folder(const char *name)
{
    struct dirent **found;
    int count = scandir(name, &found, NULL, alphasort);
    char path[600];
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", name, found[i]->d_name);
        if (found[i]->d_name[0] != '.' || strchr(found[i]->d_name, 'p'))
            remove(path);
        free(found[i]);
    }
    if (count >= 0)
        free(found);
    rmdir(name);
}

static void done(void)
{
    empty_folder("d");
    clear_away();
}

/* ---- by a number: pieces ---- */

CS_TEST(pieces, "each value has its file with its records in their order, and the list tells them")
{
    stocked("name\nben\nanna\ncy\nbob\nemma\n");
    /* sizes 3, 4, 2, 3, 4 */
    CHECK_RUN("list --split-by size d", 0, "value,file,records\n2,d/2.csv,1\n3,d/3.csv,2\n4,d/4.csv,2\n", "");
    CHECK_TEXT(folder("d"), "2.csv|3.csv|4.csv");
    check_file("d/2.csv", "id,name,phone\n3,cy,\n");
    check_file("d/3.csv", "id,name,phone\n1,ben,\n4,bob,\n");
    check_file("d/4.csv", "id,name,phone\n2,anna,\n5,emma,\n");
    done();
}

CS_TEST(chosen, "filters, order, limits and fields go for the files; the list of files keeps its own columns")
{
    stocked("name\nben\nanna\ncy\nbob\nemma\n");
    CHECK_RUN("list --split-by size --fields name --sort -name d", 0,
              "value,file,records\n2,d/2.csv,1\n3,d/3.csv,2\n4,d/4.csv,2\n", "");
    check_file("d/3.csv", "name\nbob\nben\n");
    check_file("d/4.csv", "name\nemma\nanna\n");
    empty_folder("d");
    CHECK_RUN("list --split-by size --name anna d", 0, "value,file,records\n4,d/4.csv,1\n", "");
    CHECK_TEXT(folder("d"), "4.csv");
    empty_folder("d");
    CHECK_RUN("list --split-by size --limit 2 d", 0, "value,file,records\n3,d/3.csv,1\n4,d/4.csv,1\n", "");
    empty_folder("d");
    CHECK_RUN("list --split-by size --name nobody d", 0, "value,file,records\n", "");
    CHECK_TEXT(folder("d"), "");
    done();
}

CS_TEST(formats, "files come in the format that was asked for, tables as text")
{
    static const struct {
        const char *line, *file, *holds;
    } cases[] = {
        { "list --split-by size --fields name -o csv d", "d/3.csv", "name\nben\n" },
        { "list --split-by size --fields name -o tsv d", "d/3.tsv", "name\nben\n" },
        { "list --split-by size --fields name -o json d", "d/3.json", "[{\"name\":\"ben\"}]\n" },
        { "list --split-by size --fields name -o jsonl d", "d/3.jsonl", "{\"name\":\"ben\"}\n" },
        { "list --split-by size --fields name -o md d", "d/3.md", "| Name |\n| --- |\n| ben |\n" },
        { "list --split-by size --fields name -o table d", "d/3.txt", "Name\nben \n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stocked("name\nben\n");
        run(cases[i].line);
        CHECK_THAT(ran.status == 0, "%s: status %d: %s", cases[i].line, ran.status, ran.err);
        check_file(cases[i].file, cases[i].holds);
        CHECK_THAT(strstr(ran.out, cases[i].file), "%s: %s is not told: %s", cases[i].line, cases[i].file,
                   ran.out);
        done();
    }
}

/* ---- names of files ---- */

CS_TEST(names,
        "a value becomes a name without folders, hidden files, options or signs that some systems forbid")
{
    static const struct {
        const char *name, *file;
    } cases[] = {
        { "anna", "anna.csv" },
        { "张三", "张三.csv" },
        { "../etc/passwd", "_._etc_passwd.csv" },
        { "/tmp/x", "_tmp_x.csv" },
        { ".hidden", "_hidden.csv" },
        { "-rf", "_rf.csv" },
        { "a b", "a b.csv" },
        { "a:b*c?d<e>f|g", "a_b_c_d_e_f_g.csv" },
        { "back\\slash", "back_slash.csv" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char rows[200], path[200];
        snprintf(rows, sizeof rows, "name\n%s\n", cases[i].name);
        stocked(rows);
        run("list --split-by name --fields name d");
        CHECK_THAT(ran.status == 0, "%s: %s", cases[i].name, ran.err);
        CHECK_THAT(strcmp(folder("d"), cases[i].file) == 0, "%s became %s, not %s", cases[i].name,
                   folder("d"), cases[i].file);
        snprintf(path, sizeof path, "d/%s", cases[i].file);
        check_file(path, rows);
        done();
    }
}

CS_TEST(collisions, "values whose names fall together, by signs or by case, have a number behind")
{
    stocked("name\na/b\na:b\na_b\nA_B\na_b-2\n");
    /* by bytes: "A_B" < "a/b" < "a:b" < "a_b" < "a_b-2" */
    CHECK_RUN("list --split-by name --fields id d", 0,
              "value,file,records\nA_B,d/A_B.csv,1\na/b,d/a_b-2.csv,1\na:b,d/a_b-3.csv,1\na_b,d/a_b-4.csv,"
              "1\na_b-2,d/a_b-2-2.csv,1\n",
              "");
    check_file("d/A_B.csv", "id\n4\n");
    check_file("d/a_b-2.csv", "id\n1\n");
    check_file("d/a_b-3.csv", "id\n2\n");
    check_file("d/a_b-4.csv", "id\n3\n");
    check_file("d/a_b-2-2.csv", "id\n5\n");
    done();
}

CS_TEST(again, "a second time the files are replaced; what else lies there stays")
{
    stocked("name\nben\nanna\n");
    run("list --split-by size --fields name d");
    CHECK_INT(ran.status, 0);
    put_file("d/3.csv", "old\n");
    put_file("d/mine.txt", "mine\n");
    CHECK_RUN("list --split-by size --fields name --name ben d", 0, "value,file,records\n3,d/3.csv,1\n", "");
    check_file("d/3.csv", "name\nben\n");
    check_file("d/4.csv", "name\nanna\n");
    check_file("d/mine.txt", "mine\n");
    done();
}

/* ---- what is refused ---- */

struct refusal {
    const char *line;
    int status;
    const char *says;
};

CS_TEST(refused, "without a folder, without a field, by a phone, into a file: words, and nothing is made")
{
    static const struct refusal cases[] = {
        { "list --split-by size", 2, "--split-by FIELD needs a folder to write to" },
        { "list d", 2, "\"d\" is a folder for --split-by FIELD, which was not given" },
        { "list --split-by siez d", 2, "there is no field \"siez\"" },
        { "list --split-by phone d", 2, "--split-by: phone is personal; names of files would tell it" },
        { "list --split-by size --fields nothing d", 2, "there is no field \"nothing\"" },
        { "list --split-by size in.csv", 1, "in.csv" },
        { "list --split-by size in.csv/below", 1, "in.csv/below: Not a directory" },
        { "list --split-by size no/such/folder", 1, "no/such/folder: No such file or directory" },
    };
    stocked("name\nben\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run(cases[i].line);
        CHECK_THAT(ran.status == cases[i].status, "%s: status %d, not %d: %s", cases[i].line, ran.status,
                   cases[i].status, ran.err);
        CHECK_THAT(strstr(ran.err, cases[i].says), "%s said \"%s\"", cases[i].line, ran.err);
        CHECK_THAT(!*ran.out, "%s put out \"%s\"", cases[i].line, ran.out);
        CHECK_THAT(strcmp(folder("d"), "-") == 0, "%s made a folder: %s", cases[i].line, folder("d"));
    }
    done();
}

CS_TEST(taken_place, "where a folder stands in a file's place it is told, and no draft is left")
{
    stocked("name\nben\nanna\n");
    CHECK_INT(mkdir("d", 0755), 0);
    CHECK_INT(mkdir("d/3.csv", 0755), 0);
    run("list --split-by size --fields name d");
    CHECK_INT(ran.status, 1);
    CHECK_THAT(strstr(ran.err, "d/3.csv: Is a directory"), "%s", ran.err);
    CHECK_TEXT(ran.out, "");
    CHECK_TEXT(folder("d"), "3.csv");
    CHECK_TEXT(folder("d/3.csv"), "");
    rmdir("d/3.csv");
    done();
}

/* ---- random values against a plain model ---- */

static uint64_t seed = 42;

static int draw(int below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)below);
}

CS_TEST(walk, "random names: each record is in one file, all of a file share their length, and counts add up")
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (int world = 0; world < 6; world++) {
        struct cs_buffer rows = CS_BUFFER_INIT, want = CS_BUFFER_INIT;
        int sizes[21] = { 0 }, count = 5 + draw(40);
        cs_buffer_text(&rows, "name\n");
        for (int i = 0; i < count; i++) {
            int size = 1 + draw(20);
            sizes[size]++;
            for (int j = 0; j < size; j++)
                cs_buffer_char(&rows, letters[(i + j) % 52]);
            cs_buffer_char(&rows, '\n');
        }
        stocked(rows.text);
        /* values stand as texts: 1, 10, 11, ... 19, 2, 20, 3, ... */
        static const int order[] = { 1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 2, 20, 3, 4, 5, 6, 7, 8, 9 };
        cs_buffer_text(&want, "value,file,records\n");
        for (size_t i = 0; i < sizeof order / sizeof *order; i++)
            if (sizes[order[i]])
                cs_buffer_printf(&want, "%d,d/%d.csv,%d\n", order[i], order[i], sizes[order[i]]);
        CHECK_RUN("list --split-by size --fields name,size d", 0, want.text, "");
        for (int size = 1; size <= 20; size++) {
            char path[40];
            snprintf(path, sizeof path, "d/%d.csv", size);
            char *text = sizes[size] ? slurp(path) : NULL, *rest = text, *line;
            int lines = 0;
            while (text && (line = strsep(&rest, "\n")) && *line)
                CHECK_THAT(lines++ == 0 || (int)strcspn(line, ",") == size, "%s holds %s", path, line);
            CHECK_INT(lines, sizes[size] ? sizes[size] + 1 : 0);
            free(text);
        }
        cs_buffer_release(&rows);
        cs_buffer_release(&want);
        done();
    }
}

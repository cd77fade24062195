/* Sources as such: formats told apart, pipes, spooling, progress. */
#include "io-kit.h"

#include <sys/stat.h>
#include <sys/wait.h>

CS_TEST(formats, "the first byte tells JSON from CSV, unless the format or a delimiter was given")
{
    struct cs_source_options csv = { .format = "csv" }, json = { .format = "json" },
                             comma = { .delimiter = "," };
    CHECK_READ(" \n{\"a\":1}", NULL, "2|1\n");
    CHECK_READ("[{\"a\":1}]", NULL, "1|1\n");
    CHECK_READ("a\n{x\n", NULL, "2|{x\n");
    CHECK_READ("[id],name\n1,2\n", &csv, "2|1|2\n");
    CHECK_READ("[id],name\n1,2\n", &comma, "2|1|2\n");
    CHECK_READ("5", &json, "1:1! a record has to be an object: {\"column\": value, ...}\n");
}

CS_TEST(what_was_found, "encoding, delimiter, mark and name can be asked for")
{
    struct cs_error err;
    struct cs_source *source = kit_open("\xEF\xBB\xBFx;y\n", 7, NULL, &err);
    CHECK_TEXT(cs_source_encoding(source), "UTF-8");
    CHECK_INT(cs_source_delimiter(source), ';');
    CHECK(cs_source_marked(source));
    CHECK_TEXT(cs_source_name(source), "in.csv");
    cs_source_close(source);
    source = kit_open("{}", 2, NULL, &err);
    CHECK_INT(cs_source_delimiter(source), 0);
    CHECK(!cs_source_marked(source));
    cs_source_close(source);
}

CS_TEST(progress, "bytes read and in all are known for a file")
{
    struct cs_error err;
    const struct cs_raw *raw;
    int64_t total;
    struct cs_source *source = kit_open("a,b\n1,2\n", 8, NULL, &err);
    while (cs_source_next(source, &raw, &err) == CS_OK)
        ;
    CHECK_INT(cs_source_bytes(source, &total), 8);
    CHECK_INT(total, 8);
    cs_source_close(source);
}

/* A pipe into which a child writes a text in pieces of `step` bytes. */
static int slow_pipe(const char *text, size_t step)
{
    int ends[2];
    if (pipe(ends) != 0)
        abort();
    if (fork() == 0) {
        close(ends[0]);
        for (size_t at = 0, length = strlen(text); at < length; at += step)
            if (write(ends[1], text + at, length - at < step ? length - at : step) < 0)
                _exit(1);
        _exit(0);
    }
    close(ends[1]);
    return ends[0];
}

static void check_pipe(const char *text, size_t step, bool spool, const char *want)
{
    struct cs_source_options options = { .spool = spool };
    struct cs_error err = CS_ERROR_INIT;
    struct cs_buffer got = CS_BUFFER_INIT;
    struct cs_source *source = NULL;
    int64_t total = 0;
    CHECK_INT(cs_source_open(slow_pipe(text, step), "-", &options, &source, &err), CS_OK);
    if (source) {
        kit_read(source, &got);
        cs_source_bytes(source, &total);
        CHECK_INT(total, spool ? (int64_t)strlen(text) : 0);
    }
    CHECK_TEXT(got.text, want);
    cs_buffer_release(&got);
    cs_source_close(source);
    wait(NULL);
}

CS_TEST(pipes, "a pipe that gives a byte at a time gives the same records, spooled or not")
{
    static const char csv[] = "a,b\r\n1,\"x \"\"y\"\"\r\nz\"\r\n中,4\r\n5\r\n";
    static const char csv_want[] = "2|1|x \"y\"\r\nz\n4|中|4\n5:1! expected 2 fields, found 1\n";
    static const char json[] = "[{\"a\":\"\\u4e2d\"},\n{\"a\":{\"b\": [1]}}]";
    for (size_t step = 1; step < 6; step += 2) {
        check_pipe(csv, step, false, csv_want);
        check_pipe(csv, step, true, csv_want);
        check_pipe(json, step, false, "1|中\n2|{\"b\":[1]}\n");
    }
    check_pipe("a,b\r1,2\r3,4\r", 1, true, "2|1|2\n3|3|4\n");
}

CS_TEST(spool_place, "a spool goes to $TMPDIR and leaves no name there")
{
    char folder[] = "/tmp/cs-unit-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    setenv("TMPDIR", folder, 1);
    check_pipe("a\n1\n", 1, true, "2|1\n");
    CHECK_INT(rmdir(folder), 0); /* empty, so it goes */
    struct cs_source_options options = { .spool = true };
    struct cs_error err = CS_ERROR_INIT;
    struct cs_source *source = NULL;
    CHECK_INT(cs_source_open(slow_pipe("a\n1\n", 1), "-", &options, &source, &err), CS_FAILED);
    CHECK(strstr(err.text, "cannot make a temporary file in") != NULL);
    CHECK(!source);
    unsetenv("TMPDIR");
    wait(NULL);
}

CS_TEST(unreadable, "a folder is no input")
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_source *source = NULL;
    CHECK_INT(cs_source_open(open("/", O_RDONLY), "/", NULL, &source, &err), CS_FAILED);
    CHECK_TEXT(err.text, "/: Is a directory");
    CHECK(!source);
}

CS_TEST(same_file, "a source knows whether a descriptor is its own file")
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_source *source = NULL;
    int fd = kit_file("a\n1\n", 4), again = dup(fd), other = kit_file("", 0);
    CHECK_INT(cs_source_open(fd, "x", NULL, &source, &err), CS_OK);
    CHECK(cs_source_is_file(source, again));
    CHECK(!cs_source_is_file(source, other));
    close(again);
    close(other);
    cs_source_close(source);
    cs_source_close(NULL);
}

CS_TEST(memory, "a stream of 40 MiB passes in a few MiB of memory")
{
    int fd = memfd_create("big", MFD_CLOEXEC);
    struct cs_buffer piece = CS_BUFFER_INIT;
    for (int i = 0; i < 20000; i++)
        cs_buffer_text(&piece,
                       "13800000000,a line of some length with \xE4\xB8\xAD\xE6\x96\x87,2026-03-05,x\n");
    bool good = write(fd, "a,b,c,d\n", 8) == 8;
    for (int i = 0; i < 30; i++)
        good = good && write(fd, piece.text, piece.length) == (ssize_t)piece.length;
    cs_buffer_release(&piece);
    CHECK(good && lseek(fd, 0, SEEK_SET) == 0);
    struct cs_error err = CS_ERROR_INIT;
    struct cs_source *source = NULL;
    const struct cs_raw *raw;
    int count = 0;
    CHECK_INT(cs_source_open(fd, "big", NULL, &source, &err), CS_OK);
    while (cs_source_next(source, &raw, &err) == CS_OK)
        count++;
    CHECK_INT(count, 600000);
    cs_source_close(source);
}

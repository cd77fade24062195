/*
 * Refused rows on their way out and in again: random tables of which some rows are refused come back whole
 * from the rejects, in each dialect and in JSON; and the file itself is made, taken over or refused safely.
 */
#include "io-kit.h"

#include <jansson.h>
#include <sys/stat.h>

static uint64_t seed = 555;

static unsigned dice(unsigned sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % sides;
}

static struct cs_error err;
static char folder[] = "/tmp/cs-unit-XXXXXX", file_name[40], target[40];

__attribute__((constructor)) static void make_folder(void)
{
    if (!mkdtemp(folder))
        abort();
    snprintf(file_name, sizeof file_name, "%s/rejects", folder);
    snprintf(target, sizeof target, "%s/target", folder);
}

__attribute__((destructor)) static void drop_folder(void)
{
    rmdir(folder);
}

/* The sentence is the file's name and this. */
static void check_told(const char *want)
{
    size_t length = strlen(file_name);
    CHECK_THAT(strncmp(err.text, file_name, length) == 0 && strcmp(err.text + length, want) == 0, "%s",
               err.text);
}

/* Reads all of an input and writes every other record to the rejects; what they hold is the caller's to free.
 */
static char *reject_half(const char *bytes, size_t length, const struct cs_source_options *options)
{
    struct cs_source *source = kit_open(bytes, length, options, &err);
    struct cs_rejects *rejects = NULL;
    const struct cs_raw *raw;
    CHECK_INT(cs_rejects_open(file_name, source, &rejects, &err), CS_OK);
    for (int i = 0; cs_source_next(source, &raw, &err) == CS_OK; i++)
        if (i % 2 == 0)
            CHECK_INT(cs_rejects_add(rejects, raw, "why, \"so\"", &err), CS_OK);
    CHECK_INT(cs_rejects_close(rejects, &err), CS_OK);
    cs_source_close(source);
    int fd = open(file_name, O_RDONLY);
    char *text = kit_slurp(fd);
    close(fd);
    unlink(file_name);
    return text;
}

static const char *const pieces[] = { "a", ",", ";", "\t", "\"\"", "\n", "中", " ", "0012", "'=1" };

CS_TEST(tables,
        "cells of refused rows come back from the rejects as they were, with line and reason behind them")
{
    static const char *const delimiters[] = { ",", ";", "tab", "|" };
    for (int round = 0; round < 1500 && !cs_unit.faults; round++) {
        struct cs_source_options options = { .format = "csv",
                                             .encoding = "utf-8",
                                             .delimiter = delimiters[round % 4] };
        char sign = ",;\t|"[round % 4];
        struct cs_buffer text = CS_BUFFER_INIT, want = CS_BUFFER_INIT;
        cs_buffer_printf(&text, "h%ci\n", sign);
        int line = 2, out_line = 2;
        for (int row = 0, rows = 1 + (int)dice(8); row < rows; row++) {
            struct cs_buffer cell = CS_BUFFER_INIT, plain = CS_BUFFER_INIT;
            for (unsigned left = dice(6); left; left--) {
                const char *piece = pieces[dice(sizeof pieces / sizeof *pieces)];
                cs_buffer_text(&cell, piece);
                cs_buffer_text(&plain, piece[0] == '"' ? "\"" : piece);
            }
            int lines = 1;
            for (const char *at = plain.text; (at = strchr(at, '\n')); at++)
                lines++;
            cs_buffer_printf(&text, "k%c\"%s\"\n", sign, cell.text);
            if (row % 2 == 0) {
                cs_buffer_printf(&want, "%d|k|%s|%d|why, \"so\"\n", out_line, plain.text, line);
                out_line += lines;
            }
            line += lines;
            cs_buffer_release(&cell);
            cs_buffer_release(&plain);
        }
        char *rejects = reject_half(text.text, text.length, &options);
        char *back = kit_all(rejects, strlen(rejects), &options);
        CHECK_THAT(strcmp(back, want.text) == 0, "round %d: %s\nnot %s\nof %s", round, back, want.text,
                   text.text);
        free(back);
        free(rejects);
        cs_buffer_release(&text);
        cs_buffer_release(&want);
    }
}

CS_TEST(objects,
        "refused objects are lines of JSON with two keys more, whatever spaces and line ends they came with")
{
    static const char *const cases[] = { "{\"a\":1}",
                                         "{}",
                                         "{ }",
                                         "{\n \"a\" : [1,\n 2],\r\n \"b\":{}\n}",
                                         "{\"a\":\"}\"}",
                                         "{\"a\":\"\\n\"}\n",
                                         "{\"a\":\"中\",\"b\":null}" };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cs_source_options options = { .format = "json", .encoding = "utf-8" };
        char *rejects = reject_half(cases[i], strlen(cases[i]), &options);
        CHECK_THAT(strchr(rejects, '\n') == rejects + strlen(rejects) - 1, "%s: %s", cases[i], rejects);
        json_t *before = json_loads(cases[i], 0, NULL),
               *after = json_loads(rejects, JSON_REJECT_DUPLICATES, NULL);
        CHECK_INT(json_integer_value(json_object_get(after, "line")), 1);
        const char *reason = json_string_value(json_object_get(after, "reason"));
        CHECK_TEXT(reason ? reason : "", "why, \"so\"");
        json_object_del(after, "line");
        json_object_del(after, "reason");
        CHECK_THAT(json_equal(before, after), "%s: %s", cases[i], rejects);
        json_decref(before);
        json_decref(after);
        free(rejects);
    }
}

CS_TEST(made, "the file is made for its owner alone whatever the umask, and an old one of ours becomes so")
{
    struct stat about;
    mode_t before = umask(0);
    for (int old = 0; old < 2; old++) {
        struct cs_source *source = kit_open("a\n1\n", 4, NULL, &err);
        struct cs_rejects *rejects = NULL;
        if (old) {
            int fd = open(file_name, O_WRONLY | O_CREAT, 0666);
            CHECK_INT(write(fd, "old text", 8), 8);
            close(fd);
        }
        CHECK_INT(cs_rejects_open(file_name, source, &rejects, &err), CS_OK);
        CHECK_INT(cs_rejects_close(rejects, &err), CS_OK);
        CHECK_INT(stat(file_name, &about), 0);
        CHECK_INT(about.st_mode & 07777, 0600);
        CHECK_INT(about.st_size, 0);
        unlink(file_name);
        cs_source_close(source);
    }
    umask(before);
}

CS_TEST(refused,
        "a link, a folder, a missing folder and a file of another user are refused, and left as they are")
{
    struct cs_source *source = kit_open("a\n1\n", 4, NULL, &err);
    struct cs_rejects *rejects = (struct cs_rejects *)&err;
    CHECK_INT(symlink(target, file_name), 0);
    CHECK_INT(cs_rejects_open(file_name, source, &rejects, &err), CS_FAILED);
    check_told(": Too many levels of symbolic links");
    CHECK(rejects == NULL && access(target, F_OK) != 0);
    unlink(file_name);
    cs_error_clear(&err);
    CHECK_INT(cs_rejects_open("/tmp", source, &rejects, &err), CS_FAILED);
    CHECK_TEXT(err.text, "/tmp: Is a directory");
    cs_error_clear(&err);
    CHECK_INT(cs_rejects_open("/no/such/r.csv", source, &rejects, &err), CS_FAILED);
    CHECK_TEXT(err.text, "/no/such/r.csv: No such file or directory");
    int fd = open(file_name, O_WRONLY | O_CREAT, 0644);
    CHECK_INT(write(fd, "theirs", 6), 6);
    if (fchown(fd, 65534, 65534) == 0) {
        struct stat about;
        cs_error_clear(&err);
        CHECK_INT(cs_rejects_open(file_name, source, &rejects, &err), CS_FAILED);
        check_told(": belongs to another user");
        CHECK(fstat(fd, &about) == 0 && about.st_size == 6 && (about.st_mode & 0777) == 0644);
    }
    close(fd);
    unlink(file_name);
    cs_source_close(source);
    CHECK_INT(cs_rejects_close(NULL, &err), CS_OK);
}

CS_TEST(rejects_of_rejects, "place and reason of this time take the place of those of the last time")
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        { "a,line,reason\n1,7,old\n", "a,line,reason\n1,2,\"why, \"\"so\"\"\"\n" },
        { "a,line,reason\n1,7,old,more\n", "a,line,reason\n1,7,old,more,2,\"why, \"\"so\"\"\"\n" },
        { "a,reason\n1,own\n", "a,reason,line,reason\n1,own,2,\"why, \"\"so\"\"\"\n" },
        { "line,reason,a\n7,own,1\n", "line,reason,a,line,reason\n7,own,1,2,\"why, \"\"so\"\"\"\n" },
        { "{\"a\":1,\"line\":7,\"reason\":\"old, \\\"so\\\"\"}\n",
          "{\"a\":1,\"line\":1,\"reason\":\"why, \\\"so\\\"\"}\n" },
        { "{\"line\":7,\"reason\":\"old\"}\n", "{\"line\":1,\"reason\":\"why, \\\"so\\\"\"}\n" },
        { "{\"a\":1,\"line\":\"x\",\"reason\":\"own\"}\n",
          "{\"a\":1,\"line\":\"x\",\"reason\":\"own\",\"line\":1,\"reason\":\"why, \\\"so\\\"\"}\n" },
        { "{\"line\":7,\"reason\":\"old\",\"a\":\"1\"}\n",
          "{\"line\":7,\"reason\":\"old\",\"a\":\"1\",\"line\":1,\"reason\":\"why, \\\"so\\\"\"}\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct cs_source_options how = { .format = cases[i].in[0] == '{' ? "jsonl" : "csv" };
        struct cs_source *source = kit_open(cases[i].in, strlen(cases[i].in), &how, &err);
        struct cs_rejects *rejects = NULL;
        const struct cs_raw *raw;
        CHECK_INT(cs_rejects_open(file_name, source, &rejects, &err), CS_OK);
        enum cs_status status = cs_source_next(source, &raw, &err);
        CHECK(status == CS_OK || status == CS_REFUSED);
        CHECK_INT(cs_rejects_add(rejects, raw, "why, \"so\"", &err), CS_OK);
        CHECK_INT(cs_rejects_close(rejects, &err), CS_OK);
        cs_source_close(source);
        int fd = open(file_name, O_RDONLY);
        char *text = kit_slurp(fd);
        close(fd);
        unlink(file_name);
        CHECK_TEXT(text, cases[i].out);
        free(text);
    }
}

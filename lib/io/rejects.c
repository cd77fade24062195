/*
 * Rejects: what was refused, whole, ready to be mended and imported again. CSV for CSV and TSV, JSON Lines
 * for JSON, so that nothing is lost between the two.
 *
 * A record with too few or too many cells is written as it came: it stays ragged, and so refused, until a
 * person has mended it. One whose cells cannot be told apart stands whole in the first cell.
 */
#include "io/cell.h"
#include "io/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct cs_rejects {
    FILE *file;
    char *path;
    struct cs_source *source;
    struct cs_buffer line;
    char delimiter; /* 0: JSON Lines */
    bool begun;
    size_t own; /* columns of the input that are ours from the last time: `line` and `reason`, at its end */
};

/* Takes over a file that is there only where it is our own plain file, and not the input itself. */
static enum cs_status check_old(const char *path, int fd, const struct cs_source *source,
                                struct cs_error *err)
{
    struct stat about;
    if (fstat(fd, &about) != 0)
        return cs_error_errno(err, errno, "%s", path);
    if (!S_ISREG(about.st_mode))
        return CS_OK;
    if (cs_source_is_file(source, fd))
        return cs_error_set(err, CS_FAILED, _("%s: is the input itself"), path);
    if (about.st_uid != geteuid())
        return cs_error_set(err, CS_FAILED, _("%s: belongs to another user"), path);
    if (ftruncate(fd, 0) != 0 || fchmod(fd, 0600) != 0)
        return cs_error_errno(err, errno, "%s", path);
    return CS_OK;
}

enum cs_status cs_rejects_open(const char *path, struct cs_source *source, struct cs_rejects **rejects,
                               struct cs_error *err)
{
    *rejects = NULL;
    enum cs_status status = CS_OK;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST) {
        fd = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
        if (fd >= 0)
            status = check_old(path, fd, source, err);
    }
    if (fd < 0)
        return cs_error_errno(err, errno, "%s", path);
    FILE *file = status ? NULL : fdopen(fd, "w");
    if (!file) {
        close(fd);
        return status ? status : cs_error_errno(err, errno, "%s", path);
    }
    struct cs_rejects *fresh = cs_alloc(sizeof *fresh);
    fresh->file = file;
    fresh->path = cs_strdup(path);
    fresh->source = source;
    fresh->delimiter = cs_source_delimiter(source);
    fresh->line = (struct cs_buffer)CS_BUFFER_INIT;
    *rejects = fresh;
    return CS_OK;
}

static void add_cell(struct cs_rejects *rejects, const char *text, size_t length)
{
    cs_csv_cell(&rejects->line, text, length, rejects->delimiter);
    cs_buffer_char(&rejects->line, rejects->delimiter);
}

/* The input's headings, then ours. A mark where the input had one, or was in another encoding: it says UTF-8
 * to the next import whatever that is told. */
static void add_headings(struct cs_rejects *rejects)
{
    const char *const *headings;
    size_t count = cs_source_headings(rejects->source, &headings);
    if (cs_source_marked(rejects->source) || strcmp(cs_source_encoding(rejects->source), "UTF-8") != 0)
        cs_buffer_text(&rejects->line, "\xEF\xBB\xBF");
    /* Rejects of rejects: the place and the reason of this time stand where those of the last time stood. */
    bool ours =
        count > 2 && strcmp(headings[count - 2], "line") == 0 && strcmp(headings[count - 1], "reason") == 0;
    rejects->own = ours ? 2 : 0;
    for (size_t i = 0; i < count - rejects->own; i++)
        add_cell(rejects, headings[i], strlen(headings[i]));
    cs_buffer_printf(&rejects->line, "line%creason\n", rejects->delimiter);
}

static void add_csv(struct cs_rejects *rejects, const struct cs_raw *raw, const char *reason)
{
    if (!rejects->begun)
        add_headings(rejects);
    const char *const *headings;
    size_t count = raw->count;
    if (count == cs_source_headings(rejects->source, &headings)) /* a ragged record is written as it came */
        count -= rejects->own;
    for (size_t i = 0; i < count; i++)
        add_cell(rejects, raw->cells[i].text, raw->cells[i].length);
    if (!raw->count)
        add_cell(rejects, raw->bytes, raw->length);
    cs_buffer_printf(&rejects->line, "%lld%c", (long long)raw->place.line, rejects->delimiter);
    cs_csv_cell(&rejects->line, reason, strlen(reason), rejects->delimiter);
    cs_buffer_char(&rejects->line, '\n');
}

/* Where the two keys that the last rejects put before the last brace begin: they give way to the new ones. */
static size_t without_own(const char *text, size_t length)
{
    static const char key[] = "\"line\":", reason[] = ",\"reason\":\"";
    if (length < sizeof key + sizeof reason || text[length - 1] != '}' || text[length - 2] != '"')
        return length;
    for (size_t at = length - sizeof key; at > 0; at--) {
        if (strncmp(text + at, key, sizeof key - 1) != 0 || (text[at - 1] != ',' && text[at - 1] != '{'))
            continue;
        size_t digits = strspn(text + at + sizeof key - 1, "0123456789");
        const char *from = text + at + sizeof key - 1 + digits, *end = text + length - 2;
        if (digits == 0 || strncmp(from, reason, sizeof reason - 1) != 0)
            return length;
        for (from += sizeof reason - 1; from < end && *from != '"'; from++)
            from += *from == '\\';
        return from == end ? at - (text[at - 1] == ',') : length;
    }
    return length;
}

/* The object's own text, with two keys more before its last brace; anything else as a string. */
static void add_json(struct cs_rejects *rejects, const struct cs_raw *raw, const char *reason)
{
    struct cs_buffer *line = &rejects->line;
    size_t length = raw->length;
    if (length >= 2 && raw->bytes[0] == '{' && raw->bytes[length - 1] == '}') {
        size_t from = line->length, kept = without_own(raw->bytes, length);
        cs_buffer_add(line, raw->bytes, kept < length ? kept : length - 1);
        for (size_t i = from; i < line->length; i++) /* valid JSON has line ends between tokens only */
            if (line->text[i] == '\n' || line->text[i] == '\r')
                line->text[i] = ' ';
        size_t last = line->length;
        while (last > from && line->text[last - 1] == ' ')
            last--;
        if (line->text[last - 1] != '{')
            cs_buffer_char(line, ',');
    } else {
        cs_buffer_text(line, "{\"value\":");
        cs_json_string(line, raw->bytes, length);
        cs_buffer_char(line, ',');
    }
    cs_buffer_printf(line, "\"line\":%lld,\"reason\":", (long long)raw->place.line);
    cs_json_string(line, reason, strlen(reason));
    cs_buffer_text(line, "}\n");
}

enum cs_status cs_rejects_add(struct cs_rejects *rejects, const struct cs_raw *raw, const char *reason,
                              struct cs_error *err)
{
    cs_buffer_reset(&rejects->line);
    if (rejects->delimiter)
        add_csv(rejects, raw, reason);
    else
        add_json(rejects, raw, reason);
    rejects->begun = true;
    if (fwrite(rejects->line.text, 1, rejects->line.length, rejects->file) != rejects->line.length)
        return cs_error_errno(err, errno, _("%s: write error"), rejects->path);
    return CS_OK;
}

enum cs_status cs_rejects_close(struct cs_rejects *rejects, struct cs_error *err)
{
    if (!rejects)
        return CS_OK;
    enum cs_status status = CS_OK;
    bool failed = ferror(rejects->file) != 0;
    if (fclose(rejects->file) != 0 || failed)
        status = cs_error_errno(err, errno, _("%s: write error"), rejects->path);
    cs_buffer_release(&rejects->line);
    free(rejects->path);
    free(rejects);
    return status;
}

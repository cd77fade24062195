/* --split-by: the records of a command as one file a value of a field, all of them or none. */
#include "program/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_NAME = 120 };
enum { SPLIT_VALUE, SPLIT_FILE, SPLIT_RECORDS, SPLIT_FIELDS };

static const struct cs_field split_fields[] = {
    [SPLIT_VALUE] = { "value", CS_TYPE_TEXT, 0, N_("Value"), N_("what its records share"), "取值" },
    [SPLIT_FILE] = { "file", CS_TYPE_TEXT, CS_KEY, N_("File"), N_("where they were written"), "文件" },
    [SPLIT_RECORDS] = { "records", CS_TYPE_INT, 0, N_("Records"), N_("how many"), "记录数" },
};
const struct cs_record cs_split_record = CS_RECORD("split", N_("file of a value"), split_fields);

struct piece {
    const char *value, *draft, *path; /* draft: written under this name first */
    int64_t records;
};

struct cs_split {
    struct cs_job *job;
    const struct cs_record *record;
    const char *folder;
    int field;
    struct cs_sink_options options;
    struct cs_rows rows;
    struct piece *pieces;
    size_t count, capacity;
};

enum cs_status cs_split_new(struct cs_job *job, const struct cs_record *record, const char *field,
                            const char *folder, struct cs_split **split)
{
    struct cs_split *s = cs_arena_alloc(&job->arena, sizeof *s);
    *s =
        (struct cs_split){ .job = job, .record = record, .folder = folder, .rows = { .arena = &job->arena } };
    *split = s;
    enum cs_status status = cs_output_field(job, record, "--split-by", field, &s->field);
    if (status == CS_OK)
        status = cs_output_fields(job, record);
    if (status != CS_OK)
        return status;
    cs_output_options(job, &s->options);
    s->options.terminal = s->options.color = false;
    if (!job->common.format)
        s->options.format = "csv";
    if (record->fields[s->field].flags & CS_MASKED && !job->common.unmask)
        return cs_error_set(job->err, CS_MISUSED,
                            _("--split-by: %s is personal; names of files would tell it"),
                            record->fields[s->field].name);
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return cs_error_errno(job->err, errno, "%s", folder);
    return CS_OK;
}

enum cs_status cs_split_row(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct cs_split *s = context;
    return cs_rows_keep(&s->rows, row, err);
}

/* The value as people read it in csv: the code, the number, the moment. */
static const char *value_of(struct cs_split *s, const struct cs_row *row)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_field_format(&s->record->fields[s->field], &row->values[s->field], s->options.zone, &text);
    const char *kept = cs_arena_strdup(&s->job->arena, text.length ? text.text : "");
    cs_buffer_release(&text);
    return kept;
}

/* A name of a file that no value can lead astray: no folder, nothing hidden, no control sign, not too long.
 */
static const char *file_name(struct cs_split *s, const char *value)
{
    char *name = cs_arena_strdup(&s->job->arena, *value ? value : "none");
    size_t length = strlen(name);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)name[i] < 0x20 || name[i] == 0x7f || strchr("/\\:*?\"<>|", name[i]))
            name[i] = '_';
    if (name[0] == '.' || name[0] == '-')
        name[0] = '_';
    if (length > LONGEST_NAME) {
        length = LONGEST_NAME;
        while (length && ((unsigned char)name[length] & 0xC0) == 0x80)
            length--;
        name[length] = 0;
    }
    return name;
}

static bool taken(const struct cs_split *s, const char *path)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcasecmp(s->pieces[i].path, path) == 0)
            return true;
    return false;
}

static struct piece *new_piece(struct cs_split *s, const char *value)
{
    struct cs_arena *arena = &s->job->arena;
    const char *name = file_name(s, value), *ending = s->options.format;
    if (strcmp(ending, "table") == 0)
        ending = "txt";
    const char *path = cs_arena_printf(arena, "%s/%s.%s", s->folder, name, ending);
    for (int i = 2; taken(s, path); i++)
        path = cs_arena_printf(arena, "%s/%s-%d.%s", s->folder, name, i, ending);
    s->pieces = cs_grow(s->pieces, &s->capacity, s->count + 1, sizeof *s->pieces);
    struct piece *piece = &s->pieces[s->count++];
    *piece = (struct piece){ .value = value, .path = path };
    piece->draft = cs_arena_printf(arena, "%s/.%zu.%ld.part", s->folder, s->count, (long)getpid());
    return piece;
}

/* Writes the rows [from, to), which share a value, to a draft. */
static enum cs_status write_piece(struct cs_split *s, size_t from, size_t to, const char *value,
                                  struct cs_error *err)
{
    struct cs_sink *sink;
    struct piece *piece = new_piece(s, value);
    int fd = open(piece->draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!file) {
        int fault = errno;
        if (fd >= 0)
            close(fd);
        return cs_error_errno(err, fault, "%s", piece->draft);
    }
    enum cs_status status = cs_sink_open(file, s->record, &s->options, &sink, err);
    if (status == CS_OK) {
        for (size_t i = from; i < to && status == CS_OK; i++)
            status = cs_sink_row(sink, &s->rows.items[i], err);
        struct cs_error late = CS_ERROR_INIT;
        if (cs_sink_close(sink, &late) != CS_OK && status == CS_OK)
            status = cs_error_set(err, CS_FAILED, "%s: %s", piece->path, late.text);
    }
    if (fclose(file) != 0 && status == CS_OK)
        status = cs_error_errno(err, errno, "%s", piece->path);
    piece->records = (int64_t)(to - from);
    return status;
}

struct keyed {
    const char *value;
    size_t place;
    struct cs_row row;
};

static int by_value(const void *left, const void *right)
{
    const struct keyed *a = left, *b = right;
    int order = strcmp(a->value, b->value);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

/* The records in the order of their values, else as they came. */
static const char **sort_rows(struct cs_split *s)
{
    size_t count = s->rows.count;
    struct keyed *keyed = cs_alloc((count + 1) * sizeof *keyed);
    const char **values = cs_arena_alloc(&s->job->arena, (count + 1) * sizeof *values);
    for (size_t i = 0; i < count; i++)
        keyed[i] = (struct keyed){ value_of(s, &s->rows.items[i]), i, s->rows.items[i] };
    qsort(keyed, count, sizeof *keyed, by_value);
    for (size_t i = 0; i < count; i++) {
        values[i] = keyed[i].value;
        s->rows.items[i] = keyed[i].row;
    }
    free(keyed);
    return values;
}

static enum cs_status emit_piece(struct cs_split *s, const struct piece *piece)
{
    struct cs_value values[SPLIT_FIELDS] = {
        [SPLIT_VALUE] = *piece->value ? cs_text(piece->value) : cs_null(),
        [SPLIT_FILE] = cs_text(piece->path),
        [SPLIT_RECORDS] = cs_integer(piece->records),
    };
    const struct cs_row row = { &cs_split_record, values, &s->job->arena };
    return cs_job_emit(s->job, &row, s->job->err);
}

enum cs_status cs_split_end(struct cs_split *s, enum cs_status status)
{
    struct cs_error *err = s->job->err;
    const char **values = status == CS_OK ? sort_rows(s) : NULL;
    for (size_t from = 0, to; status == CS_OK && from < s->rows.count; from = to) {
        for (to = from + 1; to < s->rows.count && strcmp(values[to], values[from]) == 0;)
            to++;
        status = write_piece(s, from, to, values[from], err);
    }
    for (size_t i = 0; i < s->count; i++) {
        if (status == CS_OK && rename(s->pieces[i].draft, s->pieces[i].path) != 0)
            status = cs_error_errno(err, errno, "%s", s->pieces[i].path);
        if (status != CS_OK)
            unlink(s->pieces[i].draft);
    }
    s->job->common.fields = NULL; /* they chose the columns of the files, not of the list of files */
    if (status == CS_OK)
        status = cs_job_output(s->job, &cs_split_record);
    for (size_t i = 0; i < s->count && status == CS_OK; i++)
        status = emit_piece(s, &s->pieces[i]);
    free(s->pieces);
    cs_rows_release(&s->rows);
    return status;
}

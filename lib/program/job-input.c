/* Files and standard input as sources and readers, opened as the common options say. */
#include "program/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Silence in front of a terminal looks like a program that hangs. */
static void tell_terminal(struct cs_job *job)
{
    if (isatty(STDIN_FILENO))
        cs_job_say(job, "%s", _("reads records from standard input; Ctrl-D ends them, Ctrl-C stops"));
}

static enum cs_status open_one(struct cs_job *job, struct cs_input *input)
{
    if (strcmp(input->name, "-") == 0) {
        tell_terminal(job);
        input->fd = dup(STDIN_FILENO);
    } else {
        input->fd = open(input->name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    }
    if (input->fd < 0)
        return cs_error_errno(job->err, errno, "%s", input->name);
    struct stat about;
    if (fstat(input->fd, &about) == 0 && S_ISDIR(about.st_mode))
        return cs_error_errno(job->err, EISDIR, "%s", input->name);
    return CS_OK;
}

static bool is_file(const struct cs_input *input)
{
    struct stat about;
    return fstat(input->fd, &about) == 0 && S_ISREG(about.st_mode);
}

static const char *from_mapping(const char *given, const struct cs_mapping *mapping, const char *key)
{
    if (mapping && (!given || strcmp(given, "auto") == 0)) {
        const char *said = cs_mapping_file(mapping, key);
        if (said)
            return said;
    }
    return given;
}

enum cs_status cs_inputs_source(struct cs_job *job, struct cs_inputs *inputs, size_t which,
                                struct cs_source **source)
{
    struct cs_input *input = &inputs->items[which];
    enum cs_status status = CS_OK;
    if (!input->source) {
        struct cs_source_options options = {
            .format = from_mapping(job->common.input_format, inputs->mapping, "format"),
            .encoding = from_mapping(job->common.encoding, inputs->mapping, "encoding"),
            .delimiter = from_mapping(job->common.delimiter, inputs->mapping, "delimiter"),
            .spool = true,
            .diag = &job->diag,
        };
        int fd = input->fd;
        input->fd = -1;
        status = cs_source_open(fd, input->name, &options, &input->source, job->err);
    }
    *source = input->source;
    return status;
}

/* A mapping is a file of the user's or one of share/mappings. */
static enum cs_status load_mapping(struct cs_job *job, const struct cs_record *record,
                                   struct cs_inputs *inputs)
{
    inputs->zone = job->zone;
    if (job->common.map) {
        const char *path = cs_job_share(job, "mappings", job->common.map, ".map");
        if (!path && !job->err->text[0])
            cs_error_set(job->err, CS_FAILED, _("%s: there is no such mapping file"), job->common.map);
        if (!path)
            return CS_FAILED;
        enum cs_status status = cs_mapping_load(path, record, &inputs->mapping, job->err);
        if (status != CS_OK)
            return CS_FAILED;
    }
    const char *zone = from_mapping(job->common.source_zone, inputs->mapping, "zone");
    if (zone && cs_zone_find(zone, &inputs->zone, job->err) != CS_OK)
        return CS_MISUSED;
    return CS_OK;
}

enum cs_status cs_inputs_open(struct cs_job *job, const char *const *names, size_t count,
                              const struct cs_record *record, struct cs_inputs *inputs)
{
    static const char *const standard[] = { "-" };
    *inputs = (struct cs_inputs){ .count = 0 };
    if (count == 0) {
        names = standard;
        count = 1;
    }
    enum cs_status status = load_mapping(job, record, inputs);
    inputs->items = cs_arena_alloc(&job->arena, count * sizeof *inputs->items);
    for (size_t i = 0; i < count && status == CS_OK; i++) {
        inputs->items[inputs->count++] = (struct cs_input){ .name = names[i], .fd = -1 };
        status = open_one(job, &inputs->items[i]);
    }
    for (size_t i = 0; i < inputs->count && status == CS_OK; i++) {
        struct cs_source *source;
        if (!is_file(&inputs->items[i]))
            status = cs_inputs_source(job, inputs, i, &source);
    }
    return status;
}

enum cs_status cs_inputs_reader(struct cs_job *job, struct cs_inputs *inputs, size_t which,
                                const struct cs_record *record, bool only_key, struct cs_reader **reader)
{
    struct cs_source *source;
    enum cs_status status = cs_inputs_source(job, inputs, which, &source);
    if (status != CS_OK)
        return status;
    struct cs_reader_options options = {
        .mapping = inputs->mapping,
        .parse = { .zone = inputs->zone, .allow_serial = true },
        .diag = inputs->silent ? NULL : &job->diag,
        .need_only_key = only_key,
    };
    return cs_reader_new(source, record, &options, reader, job->err);
}

void cs_inputs_close(struct cs_inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++) {
        if (inputs->items[i].source)
            cs_source_close(inputs->items[i].source);
        if (inputs->items[i].fd >= 0)
            close(inputs->items[i].fd);
    }
    cs_mapping_free(inputs->mapping);
    inputs->count = 0;
}

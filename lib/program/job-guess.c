/* --guess: a draft of a mapping for the input, in place of its import. */
#include "io/guess.h"
#include "program/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The input, to be read as often as encodings are tried. */
struct again {
    const char *name;
    int fd;                     /* of a file that can be sought in */
    const struct cs_zone *zone; /* of naive times */
};

static enum cs_status copy_all(int from, int to, struct cs_error *err)
{
    char bytes[65536];
    for (;;) {
        ssize_t got = read(from, bytes, sizeof bytes);
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            return CS_OK;
        if (got < 0)
            return cs_error_errno(err, errno, "%s", _("standard input"));
        for (ssize_t done = 0, put; done < got; done += put)
            if ((put = write(to, bytes + done, (size_t)(got - done))) < 0)
                return cs_error_errno(err, errno, "%s", _("a temporary file"));
    }
}

static enum cs_status open_input(struct cs_job *job, struct again *input)
{
    bool standard = job->operands.count == 0 || strcmp(job->operands.items[0], "-") == 0;
    struct stat about;
    input->fd = -1;
    if (job->operands.count > 1)
        return cs_error_set(job->err, CS_MISUSED, _("--guess takes one input at a time"));
    input->name = standard ? "-" : job->operands.items[0];
    input->zone = job->zone;
    if (job->common.source_zone && cs_zone_find(job->common.source_zone, &input->zone, job->err) != CS_OK)
        return CS_MISUSED;
    int fd = standard ? dup(STDIN_FILENO) : open(input->name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return cs_error_errno(job->err, errno, "%s", input->name);
    if (fstat(fd, &about) == 0 && S_ISDIR(about.st_mode)) {
        close(fd);
        return cs_error_errno(job->err, EISDIR, "%s", input->name);
    }
    if (lseek(fd, 0, SEEK_CUR) == 0) {
        input->fd = fd;
        return CS_OK;
    }
    input->fd = cs_spool_file();
    enum cs_status status = input->fd < 0 ? cs_error_errno(job->err, errno, "%s", _("a temporary file"))
                                          : copy_all(fd, input->fd, job->err);
    close(fd);
    return status;
}

/* One attempt in one encoding; NULL: as import would take it. */
static enum cs_status attempt(struct cs_job *job, const struct again *input, const char *encoding, bool told,
                              struct cs_buffer *draft, struct cs_error *err)
{
    const struct cs_source_options options = {
        .format = job->common.input_format,
        .encoding = encoding ? encoding : job->common.encoding,
        .delimiter = job->common.delimiter,
    };
    struct cs_source *source = NULL;
    struct cs_guess_options guess = {
        .record = job->command->input,
        .zone = input->zone,
        .zone_name = cs_zone_name(input->zone),
        .name = strcmp(input->name, "-") == 0 ? _("standard input") : input->name,
        .encoding = told ? encoding : NULL,
        .command = cs_arena_printf(&job->arena, "%s %s", job->program->name, job->command->name),
        .whole = true,
    };
    int fd = dup(input->fd);
    if (fd < 0 || lseek(fd, 0, SEEK_SET) != 0)
        return cs_error_errno(err, errno, "%s", input->name);
    enum cs_status status = cs_source_open(fd, input->name, &options, &source, err);
    cs_buffer_reset(draft);
    if (status == CS_OK)
        status = cs_guess_mapping(source, &guess, draft, err);
    cs_source_close(source);
    return status;
}

enum cs_status cs_job_guess(struct cs_job *job)
{
    struct again input;
    struct cs_buffer draft = CS_BUFFER_INIT;
    const char *asked = job->common.encoding;
    bool open = !asked || strcmp(asked, "auto") == 0;
    enum cs_status status = open_input(job, &input);
    if (status == CS_OK)
        status = attempt(job, &input, open ? NULL : asked, !open, &draft, job->err);
    if (status == CS_FAILED && open && input.fd >= 0) {
        struct cs_error other = CS_ERROR_INIT;
        if (attempt(job, &input, "gb18030", true, &draft, &other) == CS_OK) {
            cs_error_clear(job->err);
            status = CS_OK;
        }
    }
    if (status == CS_OK)
        fwrite(draft.text, 1, draft.length, cs_job_stdout(job));
    if (input.fd >= 0)
        close(input.fd);
    cs_buffer_release(&draft);
    return status;
}

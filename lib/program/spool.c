/*
 * Output that may be held back. A command that changes the store must not tell of a change before it is
 * saved; what it puts out meanwhile waits here, in memory first and then in an unlinked file, and goes to
 * standard output after the commit, or nowhere where the commit did not come.
 */
#include "program/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MEMORY_BYTES = 4 << 20, CHUNK_BYTES = 64 << 10 };

static bool write_all(int fd, const char *bytes, size_t length, int *failed)
{
    while (length) {
        ssize_t done = write(fd, bytes, length);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0) {
            *failed = done < 0 ? errno : EIO;
            return false;
        }
        bytes += done;
        length -= (size_t)done;
    }
    return true;
}

int cs_spool_file(void)
{
    const char *folder = getenv("TMPDIR");
    if (!folder || folder[0] != '/')
        folder = "/tmp";
    int fd = open(folder, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
    struct cs_buffer path = CS_BUFFER_INIT; /* a file system without O_TMPFILE */
    cs_buffer_printf(&path, "%s/cs-out-XXXXXX", folder);
    fd = mkostemp(path.text, O_CLOEXEC);
    if (fd >= 0)
        unlink(path.text);
    cs_buffer_release(&path);
    return fd;
}

static bool hold(struct cs_spool *spool, const char *bytes, size_t length)
{
    if (spool->fd < 0 && spool->held.length + length <= MEMORY_BYTES) {
        cs_buffer_add(&spool->held, bytes, length);
        return true;
    }
    if (spool->fd < 0 && (spool->fd = cs_spool_file()) < 0) {
        spool->failed = errno;
        return false;
    }
    if (!write_all(spool->fd, bytes, length, &spool->failed))
        return false;
    spool->spilled += (int64_t)length;
    return true;
}

static ssize_t take(void *cookie, const char *bytes, size_t length)
{
    struct cs_spool *spool = cookie;
    bool fine = !spool->failed;
    if (spool->way == CS_SPOOL_DROP)
        fine = true;
    else if (fine && spool->way == CS_SPOOL_HOLD)
        fine = hold(spool, bytes, length);
    else if (fine)
        fine = write_all(STDOUT_FILENO, bytes, length, &spool->failed);
    if (!fine)
        errno = spool->failed;
    return fine ? (ssize_t)length : 0; /* what stdio takes for an error */
}

FILE *cs_spool_open(struct cs_spool *spool, bool held)
{
    *spool =
        (struct cs_spool){ .way = held ? CS_SPOOL_HOLD : CS_SPOOL_PASS, .held = CS_BUFFER_INIT, .fd = -1 };
    cookie_io_functions_t functions = { .write = take };
    FILE *file = fopencookie(spool, "w", functions);
    if (!file)
        cs_memory_ended();
    setvbuf(file, NULL, _IOFBF, CHUNK_BYTES);
    return file;
}

static void let_go_file(struct cs_spool *spool)
{
    char *chunk = cs_alloc(CHUNK_BYTES);
    int64_t at = 0;
    while (at < spool->spilled && !spool->failed) {
        ssize_t got = pread(spool->fd, chunk, CHUNK_BYTES, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            spool->failed = got < 0 ? errno : EIO;
        else if (write_all(STDOUT_FILENO, chunk, (size_t)got, &spool->failed))
            at += got;
    }
    free(chunk);
}

static void empty(struct cs_spool *spool)
{
    cs_buffer_reset(&spool->held);
    if (spool->fd >= 0)
        close(spool->fd);
    spool->fd = -1;
    spool->spilled = 0;
}

void cs_spool_release(struct cs_spool *spool, FILE *file)
{
    fflush(file); /* what stdio still holds was put out before the commit as well */
    if (!spool->failed && spool->held.length)
        write_all(STDOUT_FILENO, spool->held.text, spool->held.length, &spool->failed);
    if (!spool->failed && spool->fd >= 0)
        let_go_file(spool);
    empty(spool);
}

void cs_spool_pass(struct cs_spool *spool, FILE *file)
{
    cs_spool_release(spool, file);
    if (spool->way == CS_SPOOL_HOLD)
        spool->way = CS_SPOOL_PASS;
}

void cs_spool_drop(struct cs_spool *spool, FILE *file)
{
    spool->way = CS_SPOOL_DROP;
    fflush(file);
    empty(spool);
}

void cs_spool_forget(struct cs_spool *spool, FILE *file)
{
    cs_spool_drop(spool, file);
    spool->way = CS_SPOOL_PASS;
}

void cs_spool_close(struct cs_spool *spool, FILE *file)
{
    fclose(file);
    empty(spool);
    cs_buffer_release(&spool->held);
}

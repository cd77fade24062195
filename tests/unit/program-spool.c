/*
 * Output held back, against a plain model of it: any order of writing, letting go, forgetting and dropping;
 * at the edge of memory; where no temporary file can be made, the disk is full or the reader has gone. And
 * what signals do to a process at each moment.
 */
#include "program/inside.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static uint64_t seed = 77;

static unsigned dice(unsigned sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % sides;
}

/* Standard output turned into a scratch file, and back. */
static struct {
    int old, file;
} out;

static void divert(void)
{
    char path[] = "/tmp/cs-unit-XXXXXX";
    fflush(stdout);
    out.old = dup(STDOUT_FILENO);
    out.file = mkstemp(path);
    unlink(path);
    dup2(out.file, STDOUT_FILENO);
}

static size_t diverted(void)
{
    struct stat about;
    fstat(out.file, &about);
    return (size_t)about.st_size;
}

/* Gives standard output back; what came is the caller's to free. */
static char *restore(size_t *length)
{
    dup2(out.old, STDOUT_FILENO);
    close(out.old);
    *length = diverted();
    char *text = malloc(*length + 1);
    if (pread(out.file, text, *length, 0) != (ssize_t)*length)
        *length = 0;
    text[*length] = '\0';
    close(out.file);
    return text;
}

/* ------------------------------------------------------------------ a model */

struct model {
    enum { HOLD, PASS, DROP } way;
    struct cs_buffer held, gone; /* held back; let go, in order */
};

static void model_write(struct model *model, const char *bytes, size_t length)
{
    if (model->way != DROP)
        cs_buffer_add(model->way == HOLD ? &model->held : &model->gone, bytes, length);
}

static void model_let_go(struct model *model)
{
    cs_buffer_add(&model->gone, model->held.text, model->held.length);
    cs_buffer_reset(&model->held);
}

/* One random act on the spool and on its model. stdio is flushed before each turn, so that the model need not
 * know what stdio still has. */
static void act(struct cs_spool *spool, FILE *file, struct model *model)
{
    static char bytes[3 << 20];
    unsigned kind = dice(40);
    if (kind < 32) {
        size_t length = kind == 0 ? dice(sizeof bytes) : dice(3000);
        memset(bytes, 'a' + (int)dice(26), length);
        fwrite(bytes, 1, length, file);
        model_write(model, bytes, length);
        return;
    }
    fflush(file);
    if (kind < 36) {
        cs_spool_release(spool, file);
        model_let_go(model);
    } else if (kind < 38) {
        cs_spool_pass(spool, file);
        model_let_go(model);
        model->way = model->way == HOLD ? PASS : model->way;
    } else {
        if (kind == 38)
            cs_spool_drop(spool, file);
        else
            cs_spool_forget(spool, file);
        cs_buffer_reset(&model->held);
        model->way = kind == 38 ? DROP : PASS;
    }
}

CS_TEST(any_order,
        "whatever is written, let go, forgotten and dropped in any order, what comes out is what may")
{
    for (int round = 0; round < 300 && !cs_unit.faults; round++) {
        struct model model = { round % 4 ? HOLD : PASS, CS_BUFFER_INIT, CS_BUFFER_INIT };
        struct cs_spool spool;
        size_t length;
        divert();
        FILE *file = cs_spool_open(&spool, model.way == HOLD);
        for (unsigned acts = dice(40); acts; acts--)
            act(&spool, file, &model);
        int failed = spool.failed;
        cs_spool_close(&spool, file);
        char *text = restore(&length);
        CHECK_INT(failed, 0);
        CHECK_THAT(length == model.gone.length && memcmp(text, model.gone.text, length) == 0,
                   "round %d: %zu bytes, not %zu", round, length, model.gone.length);
        free(text);
        cs_buffer_release(&model.held);
        cs_buffer_release(&model.gone);
    }
}

CS_TEST(edge, "at the very edge of memory nothing is lost or doubled, nor shown before its time")
{
    enum { EDGE = 4 << 20 };
    static char bytes[EDGE + 10];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)('a' + i % 26);
    for (size_t length = EDGE - 2; length <= EDGE + 2; length++) {
        struct cs_spool spool;
        size_t came;
        divert();
        FILE *file = cs_spool_open(&spool, true);
        setvbuf(file, NULL, _IONBF, 0);
        fwrite(bytes, 1, length - 1, file);
        fwrite(bytes + length - 1, 1, 1, file);
        fwrite("tail", 1, 4, file);
        size_t early = diverted();
        cs_spool_pass(&spool, file);
        cs_spool_close(&spool, file);
        char *text = restore(&came);
        CHECK_INT(early, 0);
        CHECK_INT(came, length + 4);
        CHECK(memcmp(text, bytes, length) == 0 && strcmp(text + length, "tail") == 0);
        free(text);
    }
}

/* ------------------------------------------------------------------ faults */

/* Writes more than memory holds; answers what fflush said. */
static int write_much(FILE *file)
{
    static char bytes[1 << 20];
    int answer = 0;
    for (int i = 0; i < 6; i++)
        answer |= fwrite(bytes, 1, sizeof bytes, file) != sizeof bytes;
    return answer | fflush(file);
}

CS_TEST(no_folder,
        "where no temporary file can be made the write fails with its number, and nothing comes out")
{
    struct cs_spool spool;
    size_t length;
    setenv("TMPDIR", "/no/such/folder", 1);
    divert();
    FILE *file = cs_spool_open(&spool, true);
    int answer = write_much(file), failed = spool.failed;
    cs_spool_pass(&spool, file);
    cs_spool_close(&spool, file);
    free(restore(&length));
    unsetenv("TMPDIR");
    CHECK(answer != 0);
    CHECK_INT(failed, ENOENT);
    CHECK_INT(length, 0);
}

CS_TEST(relative_folder, "a TMPDIR that is no absolute path is not used: the file goes to /tmp")
{
    struct cs_spool spool;
    size_t length;
    setenv("TMPDIR", "no/such/folder", 1);
    divert();
    FILE *file = cs_spool_open(&spool, true);
    int answer = write_much(file);
    cs_spool_pass(&spool, file);
    cs_spool_close(&spool, file);
    free(restore(&length));
    unsetenv("TMPDIR");
    CHECK_INT(answer, 0);
    CHECK_INT(length, 6 << 20);
}

CS_TEST(file_limit, "where a file may not grow the write fails in words, and the process lives")
{
    int status;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        struct cs_spool spool;
        struct rlimit small = { 1 << 20, 1 << 20 };
        cs_signals_start("test", NULL);
        cs_signals_pipe_ignore();
        setrlimit(RLIMIT_FSIZE, &small);
        FILE *file = cs_spool_open(&spool, true);
        int answer = write_much(file);
        _exit(answer != 0 && spool.failed == EFBIG ? 0 : 1);
    }
    waitpid(child, &status, 0);
    CHECK_INT(status, 0);
}

CS_TEST(full, "on a full disk what is let go fails once and for good, held or not")
{
    for (int held = 0; held < 2; held++) {
        struct cs_spool spool;
        int full = open("/dev/full", O_WRONLY), old;
        fflush(stdout);
        old = dup(STDOUT_FILENO);
        dup2(full, STDOUT_FILENO);
        FILE *file = cs_spool_open(&spool, held);
        fputs("lost\n", file);
        cs_spool_release(&spool, file);
        dup2(old, STDOUT_FILENO);
        close(full);
        close(old);
        CHECK_INT(spool.failed, ENOSPC);
        fputs("more\n", file);
        CHECK_INT(fflush(file) != 0, 1);
        CHECK_INT(errno, ENOSPC);
        cs_spool_close(&spool, file);
    }
}

CS_TEST(reader_gone, "where the reader has gone the number says so, and no signal ends the process")
{
    struct cs_spool spool;
    int ends[2], old;
    CHECK_INT(pipe(ends), 0);
    close(ends[0]);
    fflush(stdout);
    old = dup(STDOUT_FILENO);
    dup2(ends[1], STDOUT_FILENO);
    close(ends[1]);
    signal(SIGPIPE, SIG_DFL);
    cs_signals_pipe_ignore();
    FILE *file = cs_spool_open(&spool, true);
    fputs("nobody reads this\n", file);
    cs_spool_pass(&spool, file);
    dup2(old, STDOUT_FILENO);
    close(old);
    CHECK_INT(spool.failed, EPIPE);
    cs_spool_close(&spool, file);
}

CS_TEST(descriptors, "a spool that went through a file leaves no descriptor behind, whatever became of it")
{
    size_t length;
    int before = dup(0), after;
    close(before);
    for (int way = 0; way < 4; way++) {
        struct cs_spool spool;
        divert();
        FILE *file = cs_spool_open(&spool, true);
        write_much(file);
        if (way == 1)
            cs_spool_pass(&spool, file);
        if (way == 2)
            cs_spool_drop(&spool, file);
        if (way == 3)
            cs_spool_forget(&spool, file);
        cs_spool_close(&spool, file);
        free(restore(&length));
        CHECK_INT(length, way == 1 ? 6 << 20 : 0);
    }
    after = dup(0);
    close(after);
    CHECK_INT(after, before);
}

/* ------------------------------------------------------------------ signals */

enum { IGNORED = 1, BLOCKED = 2, DRAWN = 4 };

/* A child that is sent a signal at a moment; answers its status, and what it said on stderr. */
static int end_by(int number, enum cs_saving saving, int how, char *said, size_t room)
{
    int ends[2], status = 0;
    memset(said, 0, room);
    CHECK_INT(pipe(ends), 0);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        struct cs_progress meter = { .drawn = how & DRAWN };
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, number);
        dup2(ends[1], STDERR_FILENO);
        signal(number, how & IGNORED ? SIG_IGN : SIG_DFL);
        cs_signals_start("cs-unit", &meter);
        cs_signals_saving(saving);
        if (how & BLOCKED)
            sigprocmask(SIG_BLOCK, &set, NULL);
        raise(number);
        if (how & BLOCKED)
            sigprocmask(SIG_UNBLOCK, &set, NULL);
        _exit(cs_signals_saved() == saving ? 7 : 8);
    }
    close(ends[1]);
    waitpid(child, &status, 0);
    CHECK(read(ends[0], said, room - 1) >= 0);
    close(ends[0]);
    return status;
}

CS_TEST(moments, "each of the three signals ends the process by itself at each moment, with the line for it")
{
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
    static const struct {
        enum cs_saving saving;
        const char *want;
    } moments[] = {
        { CS_SAVING_READS, "" },
        { CS_SAVING_NOTHING, "cs-unit: interrupted: nothing was saved\n" },
        { CS_SAVING_NOW, "cs-unit: interrupted while saving: either all of it was saved or nothing\n" },
        { CS_SAVING_DONE, "cs-unit: interrupted: what was done before is saved\n" },
    };
    for (size_t i = 0; i < 24; i++) {
        char said[300], want[300];
        int how = i >= 12 ? DRAWN | BLOCKED : 0, number = numbers[i % 3];
        int status = end_by(number, moments[i / 3 % 4].saving, how, said, sizeof said);
        CHECK_THAT(WIFSIGNALED(status) && WTERMSIG(status) == number, "signal %d: status %x", number,
                   (unsigned)status);
        snprintf(want, sizeof want, "%s%s", how ? "\r\033[K" : "", moments[i / 3 % 4].want);
        CHECK_TEXT(said, want);
    }
}

CS_TEST(ignored,
        "a signal that the caller ignores, as nohup does, stays ignored, and the moment is remembered")
{
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
    for (size_t i = 0; i < 3; i++) {
        char said[300];
        int status = end_by(numbers[i], CS_SAVING_NOW, IGNORED, said, sizeof said);
        CHECK_THAT(WIFEXITED(status) && WEXITSTATUS(status) == 7, "signal %d: status %x", numbers[i],
                   (unsigned)status);
        CHECK_TEXT(said, "");
    }
}

/* The first steps of a process: nobody else's eyes on new files, no store on descriptor 1, the language. */
#include "program/inside.h"

#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A descriptor that was closed is opened the wrong way round: reading from a closed stdin, or writing to a
 * closed stdout, still fails as it should, but the next file opened cannot land there. */
static bool hold_descriptors(void)
{
    static const int modes[] = { O_WRONLY, O_RDONLY, O_RDWR };
    for (int fd = 0; fd < 3; fd++) {
        if (fcntl(fd, F_GETFD) >= 0)
            continue;
        int got = open("/dev/null", modes[fd]);
        if (got != fd)
            return false;
    }
    return true;
}

bool cs_start_process(const char *name)
{
    umask(077);
    if (!hold_descriptors())
        return false;
    if (geteuid() != getuid() || getegid() != getgid()) {
        cs_messages_line(name, false, "refuses to run with the rights of another user (set-user-id)");
        return false;
    }
    return true;
}

static const char *wanted_language(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && value[0])
            return value;
    }
    return "C";
}

/* No language was asked for, only a way to write. */
static bool is_plain(const char *wanted)
{
    return strcmp(wanted, "C") == 0 || strcmp(wanted, "POSIX") == 0 || strncmp(wanted, "C.", 2) == 0;
}

bool cs_speaks_chinese(void)
{
    const char *wanted = wanted_language(), *list = getenv("LANGUAGE");
    return !is_plain(wanted) && strncmp(list && list[0] ? list : wanted, "zh", 2) == 0;
}

/* Letters and messages follow the person; numbers, sums, days and orders of texts are the same everywhere,
 * and each category asked for costs a file at every start. */
static bool set_locale(const char *name)
{
    bool letters = setlocale(LC_CTYPE, name) != NULL, messages = setlocale(LC_MESSAGES, name) != NULL;
    return letters && messages;
}

/* Small images carry no locale but C.UTF-8. gettext looks at LANGUAGE as long as the locale is not plain C,
 * so that a person who asks for Chinese gets it there too. */
static void borrow_language(const char *wanted)
{
    if (!set_locale("C.UTF-8"))
        return;
    const char *list = getenv("LANGUAGE");
    if (list && list[0])
        return;
    size_t length = strcspn(wanted, ".@");
    char *language = cs_strndup(wanted, length);
    setenv("LANGUAGE", language, 1);
    free(language);
}

void cs_start_language(void)
{
    const char *wanted = wanted_language();
    bool plain = is_plain(wanted);
    if (!set_locale("") && (!plain || wanted[1] == '.'))
        borrow_language(wanted);
    if (plain)
        return; /* English without a search for catalogues */
    struct cs_arena arena = CS_ARENA_INIT;
    const char *folder = cs_share_locale(&arena);
    if (folder)
        bindtextdomain("cs-tools", folder);
    bind_textdomain_codeset("cs-tools", "UTF-8");
    textdomain("cs-tools");
    cs_arena_release(&arena);
}

/*
 * Completion in real shells: bash and zsh with the files of completions/. This program plays the binary too:
 * called as `cs-ticket --complete WORD...` it answers from the tables of the fixture.
 */
#include "cli-fixture.h"

#include <limits.h>
#include <unistd.h>

__attribute__((constructor)) static void play_the_binary(int argc, char **argv)
{
    const char *slash = strrchr(argv[0], '/');
    if (strcmp(slash ? slash + 1 : argv[0], "cs-ticket") != 0 || argc < 2 ||
        strcmp(argv[1], "--complete") != 0)
        return;
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_complete(&ticket_program, common_options, argc - 2, argv + 2, &out);
    fwrite(out.text, 1, out.length, stdout);
    fflush(stdout);
    cs_buffer_release(&out);
    _exit(0);
}

/* ------------------------------------------------------------------ the stage */

static char folder[] = "/tmp/cs-shells-XXXXXX";
static char completions[PATH_MAX + 20];

/* A folder with this program under the name cs-ticket, a file to be completed, and the way to completions/.
 */
static bool set_up(const char *shell)
{
    char command[64], self[PATH_MAX], link[PATH_MAX], top[PATH_MAX];
    snprintf(command, sizeof command, "command -v %s > /dev/null 2>&1", shell);
    if (system(command) != 0) {
        printf("# skipped: no %s here\n", shell);
        return false;
    }
    if (completions[0])
        return true;
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length < 0 || !realpath(cs_unit.top, top) || !mkdtemp(folder))
        return false;
    self[length] = '\0';
    snprintf(link, sizeof link, "%s/cs-ticket", folder);
    snprintf(completions, sizeof completions, "%s/completions", top);
    if (symlink(self, link) != 0)
        return false;
    snprintf(link, sizeof link, "%s/some file.csv", folder);
    FILE *file = fopen(link, "w");
    return file && fclose(file) == 0;
}

__attribute__((destructor)) static void clean_up(void)
{
    static const char *const names[] = { "cs-ticket", "some file.csv", "script", "result", ".zshrc" };
    char path[PATH_MAX];
    for (size_t i = 0; completions[0] && i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    if (completions[0])
        rmdir(folder);
}

/* What a shell puts out when it runs the script, in the folder, with COMPLETIONS set. */
static struct cs_buffer run(const char *shell, const char *script)
{
    struct cs_buffer said = CS_BUFFER_INIT;
    char path[PATH_MAX], command[PATH_MAX], block[4096];
    snprintf(path, sizeof path, "%s/script", folder);
    FILE *file = fopen(path, "w");
    fputs(script, file);
    fclose(file);
    setenv("COMPLETIONS", completions, 1);
    snprintf(command, sizeof command, "cd %s && PATH=%s:$PATH %s script 2>&1", folder, folder, shell);
    FILE *pipe = popen(command, "r");
    size_t length;
    while ((length = fread(block, 1, sizeof block, pipe)) > 0)
        cs_buffer_add(&said, block, length);
    pclose(pipe);
    return said;
}

static void runs(const char *shell, const char *script, const char *want)
{
    struct cs_buffer said = run(shell, script);
    CHECK_TEXT(said.text, want);
    cs_buffer_release(&said);
}

/* ------------------------------------------------------------------ bash */

CS_TEST(bash_syntax, "bash reads its file")
{
    if (set_up("bash"))
        runs("bash", "bash -n $COMPLETIONS/cs-tools.bash && source $COMPLETIONS/cs-tools.bash && echo fine",
             "fine\n");
}

CS_TEST(bash_binaries, "bash knows all binaries")
{
    if (!set_up("bash"))
        return;
    runs("bash",
         "source $COMPLETIONS/cs-tools.bash\n"
         "for b in db calendar org customer ticket escalate notify report; do complete -p cs-$b; done\n",
         "complete -F _cs_tools cs-db\ncomplete -F _cs_tools cs-calendar\ncomplete -F _cs_tools cs-org\n"
         "complete -F _cs_tools cs-customer\ncomplete -F _cs_tools cs-ticket\ncomplete -F _cs_tools "
         "cs-escalate\n"
         "complete -F _cs_tools cs-notify\ncomplete -F _cs_tools cs-report\n");
}

/* Words are cut as bash cuts them, at blanks and at = and : as well. */
static const char bash_driver[] = "source $COMPLETIONS/cs-tools.bash\n"
                                  "try() {\n"
                                  "    COMP_LINE=$1 COMP_POINT=${2:-${#1}}\n"
                                  "    shift 2\n"
                                  "    COMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1))\n"
                                  "    _cs_tools \"$1\"\n"
                                  "    echo \"$COMP_LINE> ${COMPREPLY[*]}\"\n"
                                  "}\n";

static void bash_tries(const char *tries, const char *want)
{
    struct cs_buffer script = CS_BUFFER_INIT;
    cs_buffer_text(&script, bash_driver);
    cs_buffer_text(&script, tries);
    runs("bash", script.text, want);
    cs_buffer_release(&script);
}

CS_TEST(bash_words, "bash offers commands, options and choices")
{
    if (!set_up("bash"))
        return;
    bash_tries("try 'cs-ticket li' '' cs-ticket li\n"
               "try 'cs-ticket policy ' '' cs-ticket policy ''\n"
               "try 'cs-ticket list --lim' '' cs-ticket list --lim\n"
               "try 'cs-ticket list --step ' '' cs-ticket list --step ''\n"
               "try 'cs-ticket list --kind repair,c' '' cs-ticket list --kind repair,c\n"
               "try 'cs-ticket frobnicate --' '' cs-ticket frobnicate --\n",
               "cs-ticket li> list\n"
               "cs-ticket policy > import list\n"
               "cs-ticket list --lim> --limit\n"
               "cs-ticket list --step > receive inspect dispatch\n"
               "cs-ticket list --kind repair,c> repair,complaint\n"
               "cs-ticket frobnicate --> \n");
}

CS_TEST(bash_equals, "in bash --NAME=VALUE is one word again, and only the value is replaced")
{
    if (!set_up("bash"))
        return;
    bash_tries("try 'cs-ticket list --step=d' '' cs-ticket list --step = d\n"
               "try 'cs-ticket list --step=' '' cs-ticket list --step =\n"
               "try 'cs-ticket list --limit=3 --st' '' cs-ticket list --limit = 3 --st\n"
               "try 'cs-ticket list --since 2026-01-01T09:00 --st' '' cs-ticket list --since 2026-01-01T09 : "
               "00 --st\n"
               "COMP_WORDBREAKS=' '\n"
               "try 'cs-ticket list --step=d' '' cs-ticket list --step=d\n",
               "cs-ticket list --step=d> dispatch\n"
               "cs-ticket list --step=> receive inspect dispatch\n"
               "cs-ticket list --limit=3 --st> --step\n"
               "cs-ticket list --since 2026-01-01T09:00 --st> --step\n"
               "cs-ticket list --step=d> --step=dispatch\n");
}

CS_TEST(bash_middle, "in bash the cursor may stand inside the line")
{
    if (!set_up("bash"))
        return;
    bash_tries("try 'cs-ticket list --step 12' 18 cs-ticket list --step\n"
               "try 'cs-ticket  list   --limxx' 23 cs-ticket list --limxx\n",
               "cs-ticket list --step 12> --step --sort --since\n"
               "cs-ticket  list   --limxx> --limit\n");
}

CS_TEST(bash_files, "bash completes files itself, blanks in their names and all")
{
    if (!set_up("bash"))
        return;
    bash_tries("try 'cs-ticket policy import so' '' cs-ticket policy import so\n"
               "try 'cs-ticket list --text=so' '' cs-ticket list --text = so\n",
               "cs-ticket policy import so> some file.csv\n"
               "cs-ticket list --text=so> some file.csv\n");
}

/* The binaries of a build or an installation may stand in PATH: here the folder of the test is all of it. */
CS_TEST(bash_missing, "bash says nothing where the binary is missing")
{
    if (!set_up("bash"))
        return;
    bash_tries("PATH=$PWD\ntry 'cs-notify li' '' cs-notify li\n", "cs-notify li> \n");
}

/* ------------------------------------------------------------------ zsh */

/*
 * A zsh in a pseudo-terminal: each line is typed, then the key of completion, then a key that notes the line
 * and empties it. Keys wait for each other, so nothing depends on time.
 */
static const char zsh_driver[] = "cat > .zshrc << 'END'\n"
                                 "PS1=\n"
                                 "unsetopt beep\n"
                                 "fpath=($COMPLETIONS $fpath)\n"
                                 "autoload -U compinit; compinit -u -D\n"
                                 "zstyle ':completion:*' insert-tab false\n"
                                 "note() { print -r -- \"$BUFFER|\" >> $OUT; BUFFER= }\n"
                                 "zle -N note; bindkey '^I' complete-word; bindkey '^T' note\n"
                                 "precmd() { print READY }\n"
                                 "END\n"
                                 "zmodload zsh/zpty || exit 1\n"
                                 "export OUT=$PWD/result ZDOTDIR=$PWD\n"
                                 ": > $OUT\n"
                                 "zpty shell 'zsh -i'\n"
                                 "zpty -r shell line '*READY*'\n"
                                 "try() { zpty -w -n shell \"$1\"$'\\t\\x14' }\n";
static const char zsh_end[] = "zpty -w shell 'exit'\n"
                              "while zpty -r shell line; do :; done\n"
                              "cat $OUT\n";

static void zsh_tries(const char *tries, const char *want)
{
    struct cs_buffer script = CS_BUFFER_INIT;
    cs_buffer_printf(&script, "%s%s%s", zsh_driver, tries, zsh_end);
    runs("timeout 60 zsh -f", script.text, want);
    cs_buffer_release(&script);
}

CS_TEST(zsh_syntax, "zsh reads its file")
{
    if (set_up("zsh"))
        runs("zsh -f", "zsh -n $COMPLETIONS/_cs-tools && echo fine", "fine\n");
}

CS_TEST(zsh_binaries, "zsh knows all binaries")
{
    if (!set_up("zsh"))
        return;
    runs("zsh -f",
         "fpath=($COMPLETIONS $fpath); autoload -U compinit; compinit -u -D\n"
         "for b in db calendar org customer ticket escalate notify report; do print $_comps[cs-$b]; done\n",
         "_cs-tools\n_cs-tools\n_cs-tools\n_cs-tools\n_cs-tools\n_cs-tools\n_cs-tools\n_cs-tools\n");
}

CS_TEST(zsh_words, "zsh completes commands, options, choices and files")
{
    if (!set_up("zsh"))
        return;
    zsh_tries("try 'cs-ticket li'\n"
              "try 'cs-ticket policy im'\n"
              "try 'cs-ticket list --lim'\n"
              "try 'cs-ticket list --no-h'\n"
              "try 'cs-ticket list --step i'\n"
              "try 'cs-ticket list --step=d'\n"
              "try 'cs-ticket list --kind repair,c'\n"
              "try 'cs-ticket policy import so'\n"
              "try 'cs-ticket list --text=so'\n"
              "try 'cs-ticket help exi'\n",
              "cs-ticket list |\n"
              "cs-ticket policy import |\n"
              "cs-ticket list --limit |\n"
              "cs-ticket list --no-header |\n"
              "cs-ticket list --step inspect |\n"
              "cs-ticket list --step=dispatch |\n"
              "cs-ticket list --kind repair,complaint |\n"
              "cs-ticket policy import some\\ file.csv |\n"
              "cs-ticket list --text=some\\ file.csv |\n"
              "cs-ticket help exit-codes |\n");
}

CS_TEST(zsh_nothing, "zsh leaves alone what has no completion")
{
    if (!set_up("zsh"))
        return;
    zsh_tries("zpty -w shell 'path=($PWD)'\n"
              "zpty -r shell line '*READY*'\n"
              "try 'cs-ticket frobnicate x'\n"
              "try 'cs-notify li'\n",
              "cs-ticket frobnicate x|\n"
              "cs-notify li|\n");
}

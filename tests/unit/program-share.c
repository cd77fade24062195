/*
 * Where share/, schema/ and kin are found, in folders of this test's own: which place wins, what a name may
 * be, and what is not trusted; and how messages stand on a terminal or in a file.
 */
#include "program/inside.h"
#include "unit.h"

#include <ftw.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[PATH_MAX];
static struct cs_arena arena = CS_ARENA_INIT;
static struct cs_error err;

static const char *path(const char *name)
{
    return cs_arena_printf(&arena, "%s/%s", folder, name);
}

static void put(const char *name)
{
    FILE *file = fopen(path(name), "w");
    CHECK(file && fclose(file) == 0);
}

/* A toolkit of two share folders, each with its schema beside or inside, and files of the same names. */
static void build(void)
{
    static const char *const folders[] = {
        "one", "one/share", "one/schema", "one/locale", "one/share/maps",
        "two", "two/maps",  "two/schema", "empty",      "one/share/maps/folder.map"
    };
    snprintf(folder, sizeof folder, "/tmp/cs-unit-XXXXXX");
    CHECK(mkdtemp(folder) != NULL);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        CHECK_INT(mkdir(path(folders[i]), 0755), 0);
    put("one/share/maps/a.map");
    put("one/share/maps/b");
    put("one/share/maps/both");
    put("one/share/maps/both.map");
    put("one/share/maps/space in name.map");
    put("one/share/secret.map");
    put("two/maps/a.map");
    unsetenv("CS_SHARE");
    cs_error_clear(&err);
}

static int drop_one(const char *name, const struct stat *about, int kind, struct FTW *place)
{
    (void)about;
    (void)kind;
    (void)place;
    return remove(name);
}

static void clear_away(void)
{
    CHECK_INT(nftw(folder, drop_one, 8, FTW_DEPTH | FTW_PHYS), 0);
    cs_arena_release(&arena);
    unsetenv("CS_SHARE");
}

static const struct cs_program program = { .name = "cs-unit" };
static const struct cs_command command = { .name = "verb", .operands = "" };

/* A file by name, in the share folder one/share or another. */
static const char *find(const char *share, const char *name, const char *suffix)
{
    struct cs_job job = {
        .program = &program, .command = &command, .err = &err, .common = { .share = share }
    };
    const char *found = cs_job_share(&job, "maps", name, suffix);
    found = found ? cs_arena_strdup(&arena, found) : NULL;
    cs_arena_release(&job.arena);
    return found;
}

CS_TEST(names,
        "a file is found by its plain name, with its ending or without; the name as it stands comes first")
{
    static const struct {
        const char *name, *suffix, *want;
    } cases[] = {
        { "a", ".map", "one/share/maps/a.map" },
        { "a.map", ".map", "one/share/maps/a.map" },
        { "b", ".map", "one/share/maps/b" },
        { "b", NULL, "one/share/maps/b" },
        { "both", ".map", "one/share/maps/both" },
        { "both.map", ".map", "one/share/maps/both.map" },
        { "space in name", ".map", "one/share/maps/space in name.map" },
        { "a", NULL, NULL },
        { "a", ".csv", NULL },
        { "A", ".map", NULL },
        { "folder", ".map", NULL },
        { "folder.map", ".map", NULL },
        { "", ".map", NULL },
        { NULL, ".map", NULL },
        { ".", ".map", NULL },
        { "..", ".map", NULL },
        { "../secret", ".map", NULL },
        { "../../share/secret", ".map", NULL },
        { "x/../a", ".map", NULL },
        { "a\n", ".map", NULL },
    };
    build();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = find(path("one/share"), cases[i].name, cases[i].suffix);
        const char *want = cases[i].want ? path(cases[i].want) : NULL;
        CHECK_THAT(want ? got && strcmp(got, want) == 0 : !got, "%s: %s",
                   cases[i].name ? cases[i].name : "(null)", got ? got : "nothing");
        CHECK_TEXT(err.text, "");
    }
    clear_away();
}

CS_TEST(own_path, "a path of the user's own is taken as it is, where there is a file; a folder is none")
{
    build();
    CHECK_TEXT(find(path("one/share"), path("two/maps/a.map"), ".map"), path("two/maps/a.map"));
    CHECK(find(path("one/share"), path("two/maps/a"), ".map") == NULL);
    CHECK(find(path("one/share"), path("two/maps"), ".map") == NULL);
    CHECK(find(path("one/share"), path("nowhere"), ".map") == NULL);
    CHECK_INT(chdir(path("two/maps")), 0);
    CHECK_TEXT(find(path("one/share"), "a.map", ".map"), "a.map");
    CHECK_TEXT(find(path("one/share"), "./a.map", ".map"), "./a.map");
    CHECK_INT(chdir("/"), 0);
    clear_away();
}

CS_TEST(who_wins, "--share wins over CS_SHARE, and an empty one counts as none")
{
    const char *found = NULL;
    build();
    setenv("CS_SHARE", path("two"), 1);
    CHECK_INT(cs_share_folder(NULL, &arena, &found, &err), CS_OK);
    CHECK_TEXT(found, path("two"));
    CHECK_INT(cs_share_folder("", &arena, &found, &err), CS_OK);
    CHECK_TEXT(found, path("two"));
    CHECK_INT(cs_share_folder(path("one/share"), &arena, &found, &err), CS_OK);
    CHECK_TEXT(found, path("one/share"));
    CHECK_TEXT(find(NULL, "a", ".map"), path("two/maps/a.map"));
    CHECK_TEXT(find(path("one/share"), "a", ".map"), path("one/share/maps/a.map"));
    clear_away();
}

CS_TEST(no_folder,
        "a share folder asked for that is none is a failure that names both ways to ask, never passed over")
{
    static const char *const wrong[] = { "nowhere", "one/share/maps/a.map" };
    build();
    for (size_t i = 0; i < 4; i++) {
        const char *asked = path(wrong[i / 2]), *found = "x";
        if (i % 2)
            setenv("CS_SHARE", asked, 1);
        cs_error_clear(&err);
        CHECK_INT(cs_share_folder(i % 2 ? NULL : asked, &arena, &found, &err), CS_FAILED);
        CHECK(found == NULL);
        CHECK_TEXT(err.text, cs_arena_printf(&arena, "%s is no folder (--share or CS_SHARE)", asked));
        cs_error_clear(&err);
        CHECK(find(i % 2 ? NULL : asked, "a", ".map") == NULL);
        CHECK(err.text[0] != '\0');
        unsetenv("CS_SHARE");
    }
    clear_away();
}

CS_TEST(schema, "the schema lies inside the share folder or beside it; inside wins")
{
    const char *found = NULL;
    build();
    CHECK_INT(cs_share_schema(path("two"), &arena, &found, &err), CS_OK);
    CHECK_TEXT(found, path("two/schema"));
    CHECK_INT(cs_share_schema(path("one/share"), &arena, &found, &err), CS_OK);
    CHECK_TEXT(found, path("one/share/../schema"));
    CHECK_INT(mkdir(path("one/share/schema"), 0755), 0);
    CHECK_INT(cs_share_schema(path("one/share"), &arena, &found, &err), CS_OK);
    CHECK_TEXT(found, path("one/share/schema"));
    setenv("CS_SHARE", path("two"), 1);
    CHECK_INT(cs_share_schema(NULL, &arena, &found, &err), CS_OK);
    CHECK_TEXT(found, path("two/schema"));
    CHECK_TEXT(err.text, "");
    clear_away();
}

CS_TEST(locale, "catalogues lie beside the share folder that the environment names")
{
    build();
    setenv("CS_SHARE", path("one/share"), 1);
    CHECK_TEXT(cs_share_locale(&arena), path("one/share/../locale"));
    clear_away();
}

CS_TEST(trust, "run as root a folder of another user, or one that everybody can write, is refused in words")
{
    static const struct {
        mode_t mode;
        uid_t owner;
        const char *want;
    } cases[] = {
        { 0755, 0, NULL },
        { 0700, 0, NULL },
        { 0775, 0, NULL },
        { 0777, 0, "%s can be written by everybody; it is not used when run as root" },
        { 01777, 0, "%s can be written by everybody; it is not used when run as root" },
        { 0755, 65534, "%s belongs to another user; it is not used when run as root" },
        { 0777, 65534, "%s belongs to another user; it is not used when run as root" },
    };
    build();
    for (size_t i = 0; geteuid() == 0 && i < sizeof cases / sizeof *cases; i++) {
        const char *found, *both[] = { path("empty"), path("two/schema") };
        for (size_t kind = 0; kind < 2; kind++) {
            CHECK(chown(both[kind], cases[i].owner, 0) == 0 && chmod(both[kind], cases[i].mode) == 0);
            cs_error_clear(&err);
            enum cs_status status = kind ? cs_share_schema(path("two"), &arena, &found, &err)
                                         : cs_share_folder(both[kind], &arena, &found, &err);
            CHECK_INT(status, cases[i].want ? CS_FAILED : CS_OK);
            const char *end = cases[i].want ? cases[i].want + 2 : "";
            CHECK_TEXT(err.text, cases[i].want ? cs_arena_printf(&arena, "%s%s", both[kind], end) : "");
        }
    }
    clear_away();
}

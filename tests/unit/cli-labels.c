/* Words of a closed list as people call them: taken as options, named beside their codes in another language.
 */
#include "cli/command.h"
#include "unit.h"

static const struct cs_choice results[] = {
    { "solved", "solved", "已解决|满意" },
    { "unhappy", "solved but unhappy", "已解决不满意|不满意" },
    { "not_solved", "not solved", "未解决" },
    { NULL, NULL, NULL },
};
static const char *const words[] = { "solved", "unhappy", NULL };

struct args {
    char before;
    const char *result, *plain;
};
static const struct cs_option options[] = {
    CS_OPT_CHOICE(0, "result", struct args, result, words, "what the customer said", .choices = results),
    CS_OPT_CHOICE(0, "plain", struct args, plain, words, "without labels"),
    CS_OPT_END,
};

static enum cs_status given(const char *option, const char *word, struct args *args, struct cs_error *err)
{
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_operands operands;
    char *argv[] = { "callback", (char *)option, (char *)word, NULL };
    *args = (struct args){ 0 };
    enum cs_status status = cs_options_parse(3, argv, NULL, NULL, options, args, &arena, &operands, err);
    cs_arena_release(&arena);
    return status;
}

CS_TEST(labels, "a label or another spelling of a word gives its code")
{
    static const struct {
        const char *said, *code;
    } cases[] = { { "solved", "solved" },
                  { "满意", "solved" },
                  { "已解决", "solved" },
                  { "不满意", "unhappy" },
                  { "solved but unhappy", "unhappy" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cs_error err = CS_ERROR_INIT;
        struct args args;
        CHECK_THAT(given("--result", cases[i].said, &args, &err) == CS_OK, "%s: %s", cases[i].said, err.text);
        CHECK_TEXT(args.result, cases[i].code);
    }
}

CS_TEST(foreign, "a label whose code the option does not have is refused, and so is any label without a list")
{
    struct cs_error err = CS_ERROR_INIT;
    struct args args;
    CHECK_INT(given("--result", "未解决", &args, &err), CS_MISUSED);
    CHECK_TEXT(err.text, "option \"--result\" must be one of solved, unhappy, not \"未解决\"");
    err = (struct cs_error)CS_ERROR_INIT;
    CHECK_INT(given("--plain", "满意", &args, &err), CS_MISUSED);
    CHECK_TEXT(err.text, "option \"--plain\" must be one of solved, unhappy, not \"满意\"");
}

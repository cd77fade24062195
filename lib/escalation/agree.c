/* Part of `cs-db check`: do clocks and next rungs, alerts, messages and events say the same? */
#include "escalation/agree.h"

struct finding {
    struct cs_diag *diag;
    enum agree_statement which;
    int64_t told, all;
};

static void say(const struct finding *finding, long long id, const char *metric, long long instance)
{
    static const char *const sentences[] = {
        [AGREE_LEFT_OUT] = N_("case %lld: clock %s %lld has a rung to come that no run would find"),
        [AGREE_STRAY] = N_("case %lld: a run would find a rung that clock %s %lld does not have"),
        [AGREE_UNTOLD] = N_("case %lld: an alert of clock %s %lld has no message"),
        [AGREE_OTHER] = N_("case %lld: a message of clock %s %lld is not for whom its alert names"),
        [AGREE_UNLOGGED] = N_("case %lld: an alert of clock %s %lld is not in the event log"),
    };
    cs_diag_say(finding->diag, CS_ERROR, NULL, _(sentences[finding->which]), id, metric, instance);
}

static enum cs_status tell(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct finding *finding = context;
    (void)err;
    say(finding, (long long)out[0].integer, cs_value_text(&out[1]), (long long)out[2].integer);
    finding->told++;
    finding->all = out[3].integer;
    return CS_OK;
}

enum cs_status cs_escalation_check(struct cs_store *store, struct cs_diag *diag, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    for (int i = 0; i < AGREE_STATEMENTS && status == CS_OK; i++) {
        struct finding finding = { .diag = diag, .which = (enum agree_statement)i };
        status = cs_store_each(store, &cs_agree_statements, i, NULL, tell, &finding, err);
        if (finding.all > finding.told)
            cs_diag_say(diag, CS_ERROR, NULL, _("and %lld more"), (long long)(finding.all - finding.told));
    }
    return status;
}

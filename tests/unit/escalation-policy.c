/*
 * The shipped policy against the table of limits that the field expects (its rows written down here by hand,
 * never read from share/policies/default.csv): which clock a case runs, between which milestones, how long,
 * in which calendar, up which ladder, and what a reopening does to it.
 */
#include "case-kit.h"
#include "escalation/clock.h"

struct fit {
    const char *kind;
    int64_t priority;
    const char *grade, *channel, *component, *flags;
    const char *metric, *says;
};

#define REPAIR_OF(priority, component, metric, says)                                                         \
    {                                                                                                        \
        "repair", priority, "", "", component, "", metric, says                                              \
    }
#define PLAINT(grade, channel, flags, metric, says)                                                          \
    {                                                                                                        \
        "complaint", 3, grade, channel, "", flags, metric, says                                              \
    }
#define OTHER(kind, channel, metric, says)                                                                   \
    {                                                                                                        \
        kind, 3, "", channel, "", "", metric, says                                                           \
    }

/* Emergencies: somebody in a lift, gas or current, a burst pipe, a home without power. */
static const struct fit emergencies[] = {
    /* "at once", 30 min on site in cities, done in 24 h; nobody waits for "danger stopped" in a lift */
    REPAIR_OF(1, "lift_trap", "answer", "opened>first_contact 5m 24x7 emergency ignore"),
    REPAIR_OF(1, "lift_trap", "visit", "opened>arrived 30m 24x7 emergency restart"),
    REPAIR_OF(1, "lift_trap", "done", "opened>done 24h 24x7 emergency continue"),
    /* gas, shock: 30 min on site, danger stopped in 2 h, done in 24 h */
    REPAIR_OF(1, "gas", "answer", "opened>first_contact 5m 24x7 emergency ignore"),
    REPAIR_OF(1, "gas", "visit", "opened>arrived 30m 24x7 emergency restart"),
    REPAIR_OF(1, "gas", "danger", "opened>inspected 2h 24x7 emergency restart"),
    REPAIR_OF(1, "gas", "done", "opened>done 24h 24x7 emergency continue"),
    /* burst pipe: 15 min, 1 h, 2 h, 48 h */
    REPAIR_OF(1, "burst_pipe", "answer", "opened>first_contact 15m 24x7 emergency ignore"),
    REPAIR_OF(1, "burst_pipe", "visit", "opened>arrived 1h 24x7 emergency restart"),
    REPAIR_OF(1, "burst_pipe", "danger", "opened>inspected 2h 24x7 emergency restart"),
    REPAIR_OF(1, "burst_pipe", "done", "opened>done 48h 24x7 emergency continue"),
    /* whole home without power: 15 min, 1 h, 4 h, 24 h */
    REPAIR_OF(1, "power", "answer", "opened>first_contact 15m 24x7 emergency ignore"),
    REPAIR_OF(1, "power", "visit", "opened>arrived 1h 24x7 emergency restart"),
    REPAIR_OF(1, "power", "danger", "opened>inspected 4h 24x7 emergency restart"),
    REPAIR_OF(1, "power", "done", "opened>done 24h 24x7 emergency continue"),
    /* the component decides, not the priority that somebody gave it */
    REPAIR_OF(3, "gas", "answer", "opened>first_contact 5m 24x7 emergency ignore"),
    REPAIR_OF(4, "power", "visit", "opened>arrived 1h 24x7 emergency restart"),
    REPAIR_OF(2, "burst_pipe", "done", "opened>done 48h 24x7 emergency continue"),
    /* any other emergency */
    REPAIR_OF(1, "", "answer", "opened>first_contact 15m 24x7 emergency ignore"),
    REPAIR_OF(1, "", "visit", "opened>arrived 1h 24x7 emergency restart"),
    REPAIR_OF(1, "", "danger", "opened>inspected 4h 24x7 emergency restart"),
    REPAIR_OF(1, "", "dispatch", "opened>dispatched 15m 24x7 emergency restart"),
    REPAIR_OF(1, "", "done", "opened>done 24h 24x7 emergency continue"),
    REPAIR_OF(1, "leak", "done", "opened>done 24h 24x7 emergency continue"),
    /* what its own rows do not say, the rows of its priority do */
    REPAIR_OF(1, "lift_trap", "danger", "opened>inspected 4h 24x7 emergency restart"),
    REPAIR_OF(1, "gas", "dispatch", "opened>dispatched 15m 24x7 emergency restart"),
    /* and below the first priority nobody speaks of danger */
    REPAIR_OF(2, "lift_trap", "danger", "-"),
    REPAIR_OF(2, "leak", "danger", "-"),
    REPAIR_OF(3, "", "danger", "-"),
    REPAIR_OF(4, "crack_paint", "danger", "-"),
    REPAIR_OF(3, "gas", "danger", "opened>inspected 2h 24x7 emergency restart"),
};

/* Repairs that can wait. */
static const struct fit repairs[] = {
    /* priority 2: 30 min, 4 h, 24 h to 3 d */
    REPAIR_OF(2, "", "answer", "opened>first_contact 30m 24x7 step ignore"),
    REPAIR_OF(2, "", "inspect", "opened>inspected 4h 24x7 step restart"),
    REPAIR_OF(2, "", "dispatch", "inspected>dispatched 1h 24x7 step restart"),
    REPAIR_OF(2, "", "accept", "dispatched>accepted 1h 24x7 step restart"),
    REPAIR_OF(2, "", "visit", "opened>arrived 4h 24x7 step restart"),
    REPAIR_OF(2, "plumbing", "done", "opened>done 24h 24x7 repair continue"),
    REPAIR_OF(2, "", "done", "opened>done 3d 24x7 repair continue"),
    /* an urgent leak is urgent before it is a leak */
    REPAIR_OF(2, "leak", "done", "opened>done 3d 24x7 repair continue"),
    REPAIR_OF(2, "cabinet", "done", "opened>done 3d 24x7 repair continue"),
    /* priority 3: 2 desk hours; inspect 24 h, dispatch 4 h after, accept 4 h, visit 48 h; 7 d */
    REPAIR_OF(3, "", "answer", "opened>first_contact 2hwt care-desk step ignore"),
    REPAIR_OF(3, "", "inspect", "opened>inspected 24h 24x7 step restart"),
    REPAIR_OF(3, "", "dispatch", "inspected>dispatched 4h 24x7 step restart"),
    REPAIR_OF(3, "", "accept", "dispatched>accepted 4h 24x7 step restart"),
    REPAIR_OF(3, "", "visit", "accepted>arrived 48h 24x7 step restart"),
    REPAIR_OF(3, "", "done", "opened>done 7d 24x7 repair continue"),
    /* leaks 15 d, paint 10 d, custom parts 30 d; nothing else differs from the seven days */
    REPAIR_OF(3, "leak", "done", "opened>done 15d 24x7 repair continue"),
    REPAIR_OF(3, "crack_paint", "done", "opened>done 10d 24x7 repair continue"),
    REPAIR_OF(3, "cabinet", "done", "opened>done 30d 24x7 repair continue"),
    REPAIR_OF(3, "door_window", "done", "opened>done 7d 24x7 repair continue"),
    REPAIR_OF(3, "plumbing", "done", "opened>done 7d 24x7 repair continue"),
    REPAIR_OF(3, "leak", "recall", "closed>recalled 30d 24x7 recall restart"),
    REPAIR_OF(3, "door_window", "recall", "closed>recalled 0 24x7 recall restart"), /* not by itself */
    REPAIR_OF(3, "leak", "answer", "opened>first_contact 2hwt care-desk step ignore"),
    REPAIR_OF(3, "leak", "visit", "accepted>arrived 48h 24x7 step restart"),
    /* verify 24 h, close 1 d, call back 3 d: at every priority, emergencies too */
    REPAIR_OF(3, "", "verify", "done>verified 24h 24x7 step restart"),
    REPAIR_OF(1, "gas", "verify", "done>verified 24h 24x7 step restart"),
    REPAIR_OF(3, "", "close", "verified>closed 1d 24x7 step restart"),
    REPAIR_OF(2, "", "close", "verified>closed 1d 24x7 step restart"),
    REPAIR_OF(3, "", "callback", "closed>callback 3d 24x7 step restart"),
    REPAIR_OF(4, "", "callback", "closed>callback 3d 24x7 step restart"),
    /* priority 4: 1 d, 7 d, 30 d */
    REPAIR_OF(4, "", "answer", "opened>first_contact 1d 24x7 step ignore"),
    REPAIR_OF(4, "", "inspect", "opened>inspected 7d 24x7 step restart"),
    REPAIR_OF(4, "", "visit", "opened>arrived 7d 24x7 step restart"),
    REPAIR_OF(4, "", "done", "opened>done 30d 24x7 repair continue"),
    REPAIR_OF(4, "crack_paint", "done", "opened>done 30d 24x7 repair continue"),
    REPAIR_OF(4, "", "dispatch", "inspected>dispatched 4h 24x7 step restart"),
    REPAIR_OF(4, "", "accept", "dispatched>accepted 4h 24x7 step restart"),
    /* silence: 3 natural days, whatever the priority */
    REPAIR_OF(3, "", "silence", "last_contact>closed 3d 24x7 silence restart"),
    REPAIR_OF(1, "gas", "silence", "last_contact>closed 3d 24x7 silence restart"),
    /* a repair is neither planned nor has it a first contact of its own */
    REPAIR_OF(3, "", "plan", "-"),
    REPAIR_OF(3, "", "contact", "-"),
    REPAIR_OF(3, "", "owner", "-"),
    /* a snag of a handover: its own path and promise; no silence, no answer */
    OTHER("handover", "", "done", "opened>done 30d 24x7 repair continue"),
    OTHER("handover", "", "verify", "done>verified 3d 24x7 step restart"),
    OTHER("handover", "", "close", "verified>closed 3d 24x7 step restart"),
    OTHER("handover", "", "callback", "closed>callback 7d 24x7 step restart"),
    OTHER("handover", "", "answer", "-"),
    OTHER("handover", "", "visit", "-"),
    OTHER("handover", "", "silence", "-"),
};

static const struct fit complaints[] = {
    /* contact 2 h, named owner 4 h, plan 3 wd, 7 wd */
    PLAINT("", "", "", "contact", "opened>first_contact 2h 24x7 step ignore"),
    PLAINT("", "", "", "owner", "opened>assigned 4h 24x7 step ignore"),
    PLAINT("", "", "", "plan", "opened>planned 3wd cn-office step restart"),
    /* then a workday each for the approval and the talk; with a crowd or a crisis 4 h and 12 h */
    PLAINT("", "", "", "approve", "planned>approved 1wd cn-office step restart"),
    PLAINT("", "", "", "talk", "approved>talked 1wd cn-office step restart"),
    PLAINT("major", "", "", "approve", "planned>approved 1wd cn-office step restart"),
    PLAINT("", "", "group", "approve", "planned>approved 4h 24x7 crisis restart"),
    PLAINT("", "", "lawyer;media", "talk", "approved>talked 12h 24x7 crisis restart"),
    PLAINT("", "", "media", "approve", "planned>approved 4h 24x7 crisis restart"),
    PLAINT("", "", "group", "talk", "approved>talked 12h 24x7 crisis restart"),
    PLAINT("crisis", "", "", "approve", "planned>approved 4h 24x7 crisis restart"),
    PLAINT("crisis", "", "", "talk", "approved>talked 12h 24x7 crisis restart"),
    PLAINT("", "", "", "done", "opened>done 7wd cn-office complaint continue"),
    PLAINT("ordinary", "", "", "done", "opened>done 7wd cn-office complaint continue"),
    /* important 10 wd, major 30 wd; a crisis no less than a major one */
    PLAINT("important", "", "", "done", "opened>done 10wd cn-office complaint continue"),
    PLAINT("major", "", "", "done", "opened>done 30wd cn-office complaint continue"),
    PLAINT("crisis", "", "", "done", "opened>done 30wd cn-office complaint continue"),
    PLAINT("major", "", "", "contact", "opened>first_contact 2h 24x7 step ignore"),
    /* group complaint, media, crisis: the city head in 30 min, plan in 24 h */
    PLAINT("", "", "group", "contact", "opened>first_contact 30m 24x7 crisis ignore"),
    PLAINT("", "", "group", "plan", "opened>planned 24h 24x7 crisis restart"),
    PLAINT("", "", "media", "contact", "opened>first_contact 30m 24x7 crisis ignore"),
    PLAINT("", "", "media", "plan", "opened>planned 24h 24x7 crisis restart"),
    PLAINT("crisis", "", "", "contact", "opened>first_contact 30m 24x7 crisis ignore"),
    PLAINT("crisis", "", "", "plan", "opened>planned 24h 24x7 crisis restart"),
    /* a flag is one of several, in any place; another flag, or one that begins alike, is not it */
    PLAINT("", "", "lawyer;group", "contact", "opened>first_contact 30m 24x7 crisis ignore"),
    PLAINT("", "", "group;lawyer", "contact", "opened>first_contact 30m 24x7 crisis ignore"),
    PLAINT("", "", "injury;media;lawyer", "plan", "opened>planned 24h 24x7 crisis restart"),
    PLAINT("", "", "lawyer", "contact", "opened>first_contact 2h 24x7 step ignore"),
    PLAINT("", "", "groups", "contact", "opened>first_contact 2h 24x7 step ignore"),
    PLAINT("", "", "grou", "contact", "opened>first_contact 2h 24x7 step ignore"),
    PLAINT("", "", "multimedia", "plan", "opened>planned 3wd cn-office step restart"),
    PLAINT("", "", ";media", "plan", "opened>planned 24h 24x7 crisis restart"),
    /* what a crowd changes is contact and plan; the end keeps its grade */
    PLAINT("", "", "group", "done", "opened>done 7wd cn-office complaint continue"),
    PLAINT("important", "", "media", "done", "opened>done 10wd cn-office complaint continue"),
    /* the hotline's limit is one of its own */
    PLAINT("", "hotline", "", "done", "opened>done 7wd cn-office complaint continue"),
    PLAINT("major", "hotline", "", "done", "opened>done 30wd cn-office complaint continue"),
    /* close, call back, and a word a day */
    PLAINT("", "", "", "close", "done>closed 1wd cn-office step restart"),
    PLAINT("", "", "", "callback", "closed>callback 3d 24x7 step restart"),
    PLAINT("", "", "", "silence", "last_contact>closed 1d 24x7 silence restart"),
    /* 30 workdays of a major one want a word a week; a crisis one a day */
    PLAINT("major", "", "", "silence", "last_contact>closed 7d 24x7 silence restart"),
    PLAINT("crisis", "", "", "silence", "last_contact>closed 1d 24x7 silence restart"),
    /* no steps of a repair */
    PLAINT("", "", "", "inspect", "-"),
    PLAINT("", "", "", "verify", "-"),
    PLAINT("", "", "", "answer", "-"),
    /* a repair with a crowd behind it is a repair still: its kind says so */
    { "repair", 3, "", "", "", "group", "contact", "-" },
    { "repair", 3, "crisis", "", "", "media", "done", "opened>done 7d 24x7 repair continue" },
};

static const struct fit others[] = {
    /* orders of others, by their channel: inquiry 2 wd, urgent 24 h, hard 15 wd, the rest 5 wd */
    OTHER("inquiry", "hotline", "outside_finish", "opened>finished 2wd cn-office outside ignore"),
    OTHER("complaint", "hotline", "outside_finish", "opened>finished 5wd cn-office outside ignore"),
    OTHER("plea", "hotline", "outside_finish", "opened>finished 5wd cn-office outside ignore"),
    OTHER("repair", "hotline", "outside_finish", "opened>finished 5wd cn-office outside ignore"),
    { "inquiry", 1, "", "hotline", "", "", "outside_finish", "opened>finished 24h 24x7 outside ignore" },
    { "inquiry", 1, "", "hotline", "", "", "outside_answer", "opened>answered 24h 24x7 - ignore" },
    PLAINT("major", "hotline", "", "outside_finish", "opened>finished 15wd cn-office outside ignore"),
    PLAINT("crisis", "hotline", "", "outside_finish", "opened>finished 15wd cn-office outside ignore"),
    PLAINT("important", "hotline", "", "outside_finish", "opened>finished 5wd cn-office outside ignore"),
    PLAINT("major", "hotline", "", "outside_answer", "opened>answered 15wd cn-office - ignore"),
    PLAINT("crisis", "hotline", "", "outside_answer", "opened>answered 15wd cn-office - ignore"),
    OTHER("inquiry", "hotline", "outside_answer", "opened>answered 2wd cn-office - ignore"),
    OTHER("plea", "hotline", "outside_answer", "opened>answered 5wd cn-office - ignore"),
    OTHER("complaint", "consumer_line", "outside_finish", "opened>finished 60d 24x7 outside ignore"),
    OTHER("complaint", "consumer_line", "outside_answer", "-"),
    OTHER("complaint", "petition", "outside_finish", "opened>finished 60d 24x7 outside ignore"),
    OTHER("plea", "leader_board", "outside_finish", "opened>finished 0 24x7 outside ignore"),
    OTHER("plea", "media", "outside_finish", "opened>finished 0 24x7 outside ignore"),
    /* a case of our own systems has one limit of its source, if any */
    OTHER("repair", "", "outside", "opened>closed 0 24x7 outside ignore"),
    OTHER("inquiry", "visit", "outside", "opened>closed 0 24x7 outside ignore"),
    /* signing for an order of the hotline, 12315, petition; contact within 24 h of the hotline */
    OTHER("repair", "hotline", "outside_sign", "opened>signed 2h 24x7 step ignore"),
    OTHER("inquiry", "consumer_line", "outside_sign", "opened>signed 7wd cn-office step ignore"),
    OTHER("plea", "petition", "outside_sign", "opened>signed 15d 24x7 step ignore"),
    OTHER("plea", "hotline", "outside_contact", "opened>contacted 24h 24x7 step ignore"),
    OTHER("plea", "petition", "outside_contact", "-"),
    OTHER("complaint", "hotline", "owner", "opened>assigned 4h 24x7 step ignore"),
    OTHER("plea", "hotline", "owner", "-"),
    OTHER("complaint", "hotline", "contact", "opened>first_contact 2h 24x7 step ignore"),
    OTHER("plea", "", "contact", "-"),
    /* ours is a workday less than theirs, whichever they are */
    OTHER("plea", "hotline", "ours", "opened>done 1wd cn-office ours restart"),
    OTHER("repair", "", "ours", "opened>done 1wd cn-office ours restart"),
    /* inquiry, suggestion, praise, plea of our own channels */
    OTHER("inquiry", "", "answer", "opened>first_contact 2hwt care-desk step ignore"),
    OTHER("inquiry", "", "close", "opened>closed 3wd cn-office step restart"),
    OTHER("inquiry", "hotline", "answer", "opened>first_contact 2hwt care-desk step ignore"),
    OTHER("suggestion", "", "answer", "opened>first_contact 1wd cn-office step ignore"),
    OTHER("suggestion", "", "close", "opened>closed 7wd cn-office step restart"),
    OTHER("praise", "", "close", "opened>closed 7wd cn-office step restart"),
    OTHER("praise", "", "answer", "-"),
    OTHER("plea", "", "answer", "opened>first_contact 2hwt care-desk step ignore"),
    OTHER("plea", "", "done", "opened>done 7d 24x7 step continue"),
    OTHER("plea", "", "close", "done>closed 1d 24x7 step restart"),
    OTHER("plea", "", "callback", "closed>callback 3d 24x7 step restart"),
    OTHER("plea", "", "silence", "last_contact>closed 3d 24x7 silence restart"),
    OTHER("praise", "", "silence", "-"),
    OTHER("suggestion", "", "silence", "-"),
    OTHER("inquiry", "", "silence", "-"),
    OTHER("praise", "", "callback", "-"),
    /* every case may be promised a finish, and held */
    OTHER("repair", "", "promise", "opened>done 0 24x7 promise restart"),
    OTHER("complaint", "hotline", "promise", "opened>done 0 24x7 promise restart"),
    OTHER("repair", "", "hold", "held>closed 0 24x7 hold restart"),
    OTHER("complaint", "hotline", "hold", "held>closed 0 24x7 hold restart"),
    OTHER("praise", "", "hold", "held>closed 0 24x7 hold restart"),
    OTHER("repair", "", "review", "reviewed>closed 0 24x7 review restart"),
    OTHER("complaint", "", "soothe", "unhappy>soothed 2wd cn-office soothe restart"),
};

static const struct target *target_of(const struct fit *fit)
{
    const struct cs_case_facts facts = { .kind = fit->kind,
                                         .priority = fit->priority,
                                         .grade = fit->grade,
                                         .channel = fit->channel,
                                         .component = fit->component,
                                         .flags = fit->flags,
                                         .state = "" };
    const struct cs_case_order order = { .number = 1, .kind = "", .channel = fit->channel };
    const struct cs_case_facts of_order = cs_order_facts(&facts, &order);
    const struct target *const *targets = NULL;
    size_t count = 0;
    bool theirs = cs_metric_of_order(fit->metric);
    CHECK_INT(cs_policy_match(desk.escalation, theirs ? &of_order : &facts, &targets, &count, &kit.err),
              CS_OK);
    for (size_t i = 0; i < count; i++)
        if (strcmp(targets[i]->metric, fit->metric) == 0)
            return targets[i];
    return NULL;
}

static const char *in_words(const struct target *target)
{
    static const char *const rules[] = { "restart", "continue", "ignore" };
    static char text[200];
    if (!target)
        return "-";
    snprintf(text, sizeof text, "%s>%s %s %s %s %s", cs_milestone_names[target->start],
             cs_milestone_names[target->stop], target->amount_text, cs_calendar_name(target->calendar),
             target->ladder ? target->ladder->name : "-", rules[target->reopen]);
    return text;
}

static int64_t reached[400]; /* ids of the targets that some row of the tables met */
static size_t reached_count;

static void fits_all(const struct fit *fits, size_t count)
{
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < count; i++) {
        const struct fit *fit = &fits[i];
        const struct target *target = target_of(fit);
        const char *says = in_words(target);
        CHECK_THAT(strcmp(says, fit->says) == 0, "%s %lld %s %s %s %s: %s is \"%s\", not \"%s\"", fit->kind,
                   (long long)fit->priority, fit->grade, fit->channel, fit->component, fit->flags,
                   fit->metric, says, fit->says);
        if (target && reached_count < 400)
            reached[reached_count++] = target->id;
    }
}
#define FITS_ALL(table) fits_all(table, sizeof table / sizeof *table)

CS_TEST(emergency_rows, "emergencies: minutes day and night, by what is broken, whatever priority was given")
{
    FITS_ALL(emergencies);
}

CS_TEST(repair_rows, "repairs: each step and the end by priority and component, the first row that fits")
{
    FITS_ALL(repairs);
}

CS_TEST(complaint_rows, "complaints: by grade, by flags, by the hotline; repairs are never planned")
{
    FITS_ALL(complaints);
}

CS_TEST(other_rows, "limits of others, inquiries, suggestions, praise, pleas, holds")
{
    FITS_ALL(others);
}

CS_TEST(every_row, "no row of the shipped file is out of reach: the tables above met each of them")
{
    desk_whole("2026-03-02 09:00");
    target_of(&repairs[0]); /* loads them */
    CHECK_INT(desk.escalation->target_count, 109);
    for (size_t i = 0; i < desk.escalation->target_count; i++) {
        const struct target *target = &desk.escalation->targets[i];
        bool met = false;
        for (size_t k = 0; k < reached_count && !met; k++)
            met = reached[k] == target->id;
        CHECK_THAT(met, "row %zu (%s %lld %s: %s) was met by no case", i + 1, target->kind,
                   (long long)target->priority, target->channel, target->metric);
    }
}

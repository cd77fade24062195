/* Fields of cs_target_record (T_) and cs_rung_record (R_), in their order. */
#ifndef CS_ESCALATION_POLICY_FIELDS_H
#define CS_ESCALATION_POLICY_FIELDS_H

enum {
    T_POLICY,
    T_TITLE,
    T_STATUS,
    T_KIND,
    T_PRIORITY,
    T_GRADE,
    T_CHANNEL,
    T_COMPONENT,
    T_FLAG,
    T_PROJECT,
    T_METRIC,
    T_START,
    T_STOP,
    T_AMOUNT,
    T_CALENDAR,
    T_LADDER,
    T_REOPEN
};
enum { R_LADDER, R_TITLE, R_RUNG, R_LINE, R_AT, R_CALENDAR, R_ROLE, R_LEVEL, R_ACTION, R_TEMPLATE, R_URGENT };

#endif

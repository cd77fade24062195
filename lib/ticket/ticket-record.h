/* The fields of a case and of what belongs to it, by index. The order is that of the descriptors in
 * ticket-record.c. */
#ifndef CS_TICKET_TICKET_RECORD_H
#define CS_TICKET_TICKET_RECORD_H

#include "record/record.h"

enum cs_ticket_field {
    CS_TICKET_ID,
    CS_TICKET_SOURCE,
    CS_TICKET_EXTERNAL_ID,
    CS_TICKET_KIND,
    CS_TICKET_STATE,
    CS_TICKET_PRIORITY,
    CS_TICKET_GRADE,
    CS_TICKET_FLAGS,
    CS_TICKET_CHANNEL,
    CS_TICKET_PROJECT,
    CS_TICKET_BATCH,
    CS_TICKET_BUILDING,
    CS_TICKET_ENTRANCE,
    CS_TICKET_ROOM,
    CS_TICKET_SCOPE,
    CS_TICKET_REPORTER,
    CS_TICKET_PHONE,
    CS_TICKET_EMAIL,
    CS_TICKET_RELATION,
    CS_TICKET_DEMAND,
    CS_TICKET_ORIGIN,
    CS_TICKET_SUBJECT,
    CS_TICKET_BODY,
    CS_TICKET_CATEGORY1,
    CS_TICKET_CATEGORY2,
    CS_TICKET_PLACE,
    CS_TICKET_COMPONENT,
    CS_TICKET_SYMPTOM,
    CS_TICKET_CLASS,
    CS_TICKET_CAUSE,
    CS_TICKET_PARTY,
    CS_TICKET_SUPPLIER,
    CS_TICKET_TAKER,
    CS_TICKET_ASSIGNEE,
    CS_TICKET_HANDLING_DEPT,
    CS_TICKET_RESPONSIBLE_DEPT,
    CS_TICKET_OCCURRED_AT,
    CS_TICKET_RECORDED_AT,
    CS_TICKET_FIRST_CONTACT_AT,
    CS_TICKET_INSPECTED_AT,
    CS_TICKET_DISPATCHED_AT,
    CS_TICKET_ACCEPTED_AT,
    CS_TICKET_APPOINTMENT_AT,
    CS_TICKET_ARRIVED_AT,
    CS_TICKET_DONE_AT,
    CS_TICKET_VERIFIED_AT,
    CS_TICKET_CLOSED_AT,
    CS_TICKET_CALLBACK_AT,
    CS_TICKET_TARGET_AT,
    CS_TICKET_PROMISED_AT,
    CS_TICKET_WARRANTY,
    CS_TICKET_HOLD_REASON,
    CS_TICKET_HOLD_UNTIL,
    CS_TICKET_DELAY_REASON,
    CS_TICKET_RESOLUTION,
    CS_TICKET_VERDICT,
    CS_TICKET_CALLBACK_RESULT,
    CS_TICKET_SCORE,
    CS_TICKET_COST,
    CS_TICKET_REOPENS,
    CS_TICKET_CHASERS,
    CS_TICKET_EXTRA,
    CS_TICKET_CATEGORY3,
    CS_TICKET_SIGNED_AT,
    CS_TICKET_ANSWERED_AT,
    CS_TICKET_EXTENSION_NO,
    CS_TICKET_IMPORTABLE, /* fields before this one come in and go out; those from here on are worked out */
    CS_TICKET_STEP = CS_TICKET_IMPORTABLE,
    CS_TICKET_HOME,
    CS_TICKET_CUSTOMER,
    CS_TICKET_PARENT,
    CS_TICKET_MERGED_INTO,
    CS_TICKET_OPENED_AT,
    CS_TICKET_LAST_CONTACT_AT,
    CS_TICKET_QUALITY_CHECK,
    CS_TICKET_HANDOFFS,
    CS_TICKET_LEVEL,
    CS_TICKET_ANOMALIES,
    CS_TICKET_PROVISIONAL,
    CS_TICKET_NEXT_DUE_AT,
    CS_TICKET_AGE,
    CS_TICKET_INTAKE,
    CS_TICKET_FIELDS
};

extern const struct cs_record cs_ticket_record;

/* The words of its choice fields, for those who name them in C. */
extern const struct cs_choice cs_ticket_kinds[], cs_ticket_states[], cs_ticket_priorities[],
    cs_ticket_steps[], cs_ticket_components[], cs_ticket_classes[], cs_ticket_channels[], cs_ticket_grades[],
    cs_ticket_flags[], cs_contact_channels[], cs_event_verbs[], cs_access_choices[], cs_side_choices[],
    cs_callback_results[];

/* A fault, a work order, an event, a word with the customer and a hold, as `show` and `history` hand them
 * out. */
extern const struct cs_record cs_fault_record, cs_work_order_record, cs_event_record, cs_contact_record,
    cs_callback_record, cs_backdated_record, cs_hold_record, cs_hold_reason_record, cs_path_record, cs_reference_record, cs_attachment_record,
    cs_share_record, cs_settlement_record, cs_appointment_record, cs_approval_record;

#endif

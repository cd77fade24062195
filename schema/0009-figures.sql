-- Published figures: a month that was frozen never moves; what it was meant to be.

-- One figure of one unit in one month, as it was published.
CREATE TABLE frozen_figure (
    month {INT} NOT NULL,          -- first local day of the month, days since 1970
    unit_id {INT} NOT NULL REFERENCES unit (id),
    figure TEXT NOT NULL,          -- code of the figure: on_time, reached ...
    part {INT} NOT NULL,           -- numerator
    whole {INT} NOT NULL,          -- denominator
    frozen_at {INT} NOT NULL,
    actor_id {INT} NOT NULL REFERENCES actor (id),
    PRIMARY KEY (month, unit_id, figure)
) {CLUSTERED};

-- What a figure is meant to reach, from a month on.
CREATE TABLE figure_target (
    figure TEXT NOT NULL,
    unit_id {INT} NOT NULL REFERENCES unit (id), -- the unit and all below it that have no row of their own
    from_month {INT} NOT NULL,     -- first local day, days since 1970
    value {REAL} NOT NULL,         -- in the figure's own unit
    PRIMARY KEY (figure, unit_id, from_month)
) {CLUSTERED};

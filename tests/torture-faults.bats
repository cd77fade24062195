#!/usr/bin/env bats
# Whole commands when the n-th call of the system fails (tests/preload/fail.c, preloaded): an import, a run, a backup, a
# restore, making a store. What is looked at is the store. A command ends done (0 or 3) and after; failed (1) in words and
# before, or after where the words say "saved"; nothing else; and when the fault is over, the same command is done.
# `make torture` walks over many places, `make check` (by way of tests/faults-sample.bats) over a few. Places are drawn at
# random: CS_SEED repeats them.

load helpers
load fault-kit

@test "an import of a few rows under any fault: before or after, in words, and done the next time" {
    faults_prepare
    faults_work import cs-ticket import -q cases.csv
    faults_walk
}

@test "an import of hundreds of rows, with its writer thread, under any fault" {
    faults_prepare
    few_cases 1 400 >cases.csv
    faults_work import-many cs-ticket import -q cases.csv
    faults_walk
}

@test "a run that escalates under any fault: each rung once, with its message, or not at all" {
    faults_prepare late
    faults_work run cs-escalate run -q -o csv
    faults_walk
}

@test "moves of cases under any fault: the log and the row change together" {
    faults_prepare late
    faults_work move cs-ticket note --note seen --priority 1 1 2 3
    faults_walk
}

@test "a backup under any fault: a whole copy, or none and no stray file" {
    faults_prepare late
    faults_work backup cs-db backup -q copy.db
    faults_walk
}

@test "a restore under any fault: the old store or the new one, the old one kept" {
    faults_prepare late
    cp start/cs.db start/copy.db
    cp "$BATS_TEST_TMPDIR/empty.db" start/cs.db
    faults_work restore cs-db restore -q --yes copy.db
    faults_walk
}

@test "making a store under any fault: whole with its defaults, or not there" {
    faults_prepare
    rm start/cs.db
    faults_work init cs-db init -q --bare
    faults_walk malloc # stopped dead between the store and its defaults: one without them is left
}

@test "a list under any fault: whole or failed, and the store is as it was" {
    faults_prepare late
    faults_work list cs-ticket list -o jsonl
    faults_walk
}

#!/usr/bin/env bats
# A few places of torture-faults.bats at random, so that each `make check` looks at others: the n-th call of the system
# fails, and the store is before or after. CS_SEED repeats them.

load helpers
load fault-kit

FAULT_PLACES=${CS_FAULTS:-1}

@test "a sample of faults in an import leaves before or after, in words" {
    faults_prepare
    faults_work import cs-ticket import -q cases.csv
    faults_walk
}

@test "a sample of faults in a run leaves before or after, in words" {
    faults_prepare late
    faults_work run cs-escalate run -q -o csv
    faults_walk
}

@test "a sample of faults in a backup and a restore leaves before or after, in words" {
    faults_prepare late
    faults_work backup cs-db backup -q copy.db
    faults_walk malloc
    cp start/cs.db start/copy.db
    cp "$BATS_TEST_TMPDIR/empty.db" start/cs.db
    faults_work restore cs-db restore -q --yes copy.db
    faults_walk
}

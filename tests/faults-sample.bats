#!/usr/bin/env bats
# A few places of the torture (`make torture`), drawn anew for each `make check`: a call of the system or an allocation
# fails, the power goes, the disk is full, the store is held, the command is killed; and the store is before or after.
# CS_SEED repeats them.

load helpers

SEED=${CS_SEED:-$RANDOM}

sample() { # COMMAND PLACES...
    [ -z "${CS_SANITIZED:-}" ] || skip 'a sanitizer has an allocator of its own, and traces by itself'
    [ -x "$BUILD_DIR/torture" ] || skip 'the torture is not built'
    mkdir work
    CS_TOP=$TOP "$TOP/tests/torture/scenes.sh" "$PWD/scenes" "$1"
    echo "make torture COMMAND=$1 SAMPLE=$2 SEED=$SEED (CS_SEED=$SEED)"
    "$BUILD_DIR/torture" --scenes "$PWD/scenes" --build "$BUILD_DIR" --work "$PWD/work" --command "$1" --sample "$2" --seed "$SEED"
}

# Which of two commands: the one or the other, by the seed.
one_of() {
    echo "${@:SEED % 2 + 1:1}"
}

@test "a sample of faults in an import leaves before or after, in words" {
    sample "$(one_of import import-filled)" "${CS_FAULTS:-1}"
}

@test "a sample of faults in a run leaves before or after, in words" {
    sample run "${CS_FAULTS:-1}"
}

@test "a sample of faults in a backup or a restore leaves the old or the new, whole" {
    sample "$(one_of backup restore)" "${CS_FAULTS:-1}"
}

@test "a sample of faults in a migration leaves the older store or the newer one" {
    sample migrate "${CS_FAULTS:-1}"
}

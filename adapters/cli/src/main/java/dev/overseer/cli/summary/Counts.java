package dev.overseer.cli.summary;

import dev.overseer.runtime.incident.Judgement.Verdict;

/** How many resources failed, passed, or could not be judged. For one thread. */
final class Counts {
    private long fails;
    private long passes;
    private long notJudged;

    void add(Verdict verdict) {
        switch (verdict) {
            case FAILS -> fails++;
            case PASSES -> passes++;
            case NOT_JUDGED -> notJudged++;
        }
    }

    void add(Counts other) {
        fails += other.fails;
        passes += other.passes;
        notJudged += other.notJudged;
    }

    long fails() {
        return fails;
    }

    long passes() {
        return passes;
    }

    long notJudged() {
        return notJudged;
    }

    long total() {
        return fails + passes + notJudged;
    }
}

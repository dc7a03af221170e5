package dev.overseer.sinks;

/**
 * What is counted for a control in an account, for good.
 *
 * @param started how many incidents have written there
 * @param released whether a person ever let it go on there
 */
record AccountCount(long version, long started, boolean released) {
    static final AccountCount NONE = new AccountCount(0, 0, false);

    private static final String STARTED = "started";
    private static final String RELEASED = "released";

    static AccountCount read(Item item) {
        return new AccountCount(item.version(), item.number(STARTED), item.flag(RELEASED));
    }

    AccountCount another() {
        return new AccountCount(version, started + 1, released);
    }

    AccountCount release() {
        return new AccountCount(version, started, true);
    }

    /** Returns the item without its version. */
    Item item(Key key) {
        return Item.at(key).with(STARTED, started).with(RELEASED, released);
    }
}

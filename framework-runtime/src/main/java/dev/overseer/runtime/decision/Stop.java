package dev.overseer.runtime.decision;

import java.util.Optional;

/**
 * A thrown kill switch. What is empty stands for all.
 *
 * @param by who threw it
 * @param reason why
 */
public record Stop(
        Optional<String> control, Optional<String> account, Optional<String> region, String by, String reason) {

    /** Returns whether it stops a control in an account and region. */
    public boolean covers(String otherControl, String otherAccount, String otherRegion) {
        return control.map(otherControl::equals).orElse(true)
                && account.map(otherAccount::equals).orElse(true)
                && region.map(otherRegion::equals).orElse(true);
    }
}

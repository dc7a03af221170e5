package dev.overseer.cli;

import dev.overseer.runtime.aws.NoRoleException;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.document.IncidentDocument;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.ledger.Release;
import dev.overseer.runtime.release.Releases;
import dev.overseer.runtime.release.Releases.Answer;
import dev.overseer.sqs.QueueUrl;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;

/** Gives leave for incidents, and brings what follows them to a host. */
final class Leave {
    @Mixin
    private final ReleaseOptions which = new ReleaseOptions();

    @Mixin
    private final Delivery delivery = new Delivery();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description =
                    "text, or json for the incidents that follow, which `overseer run` takes as input. Default: text.")
    private OutputOptions.Format format = OutputOptions.Format.TEXT;

    @Mixin
    private final LedgerOptions ledger = new LedgerOptions();

    /** Gives leave of a kind, and returns the exit status. */
    int give(Release.Kind kind, Terminal terminal) {
        which.check();
        Clock clock = Clock.systemUTC();
        Optional<QueueUrl> queue = delivery.queue(terminal);
        try (AwsAccess aws = new AwsAccess();
                LedgerOptions.Opened opened = ledger.open(terminal)) {
            String by = caller(aws);
            List<Answer> answers = answers(kind, new Releases(opened.ledger(), clock), by, terminal);
            List<Incident> successors = successors(answers);
            queue.ifPresent(url -> Delivery.send(successors, url, aws, clock));
            answers.forEach(answer -> tell(answer, terminal));
            tellEnd(successors, queue, terminal);
            return answers.stream().allMatch(Answer.Given.class::isInstance) ? ExitStatus.OK : ExitStatus.INVALID;
        }
    }

    private static String caller(AwsAccess aws) {
        try {
            return aws.caller().caller().arn();
        } catch (NoRoleException | SdkException unknown) {
            throw new UsageException("Nothing is released, since it cannot be told by whom: " + unknown.getMessage());
        }
    }

    private List<Answer> answers(Release.Kind kind, Releases releases, String by, Terminal terminal) {
        List<String> ids = which.control()
                .map(control -> waiting(kind, releases, control, terminal))
                .orElseGet(which::incidents);
        if (kind == Release.Kind.APPROVED) {
            which.control()
                    .ifPresent(control -> which.account().ifPresent(account -> {
                        releases.lift(control, account, by, which.reason());
                        terminal.err().println("Control %s goes on in account %s".formatted(control, account));
                    }));
        }
        return ids.stream().map(id -> answer(kind, releases, id, by)).toList();
    }

    /** Incidents may wait under a control that is not installed any more. */
    private List<String> waiting(Release.Kind kind, Releases releases, String control, Terminal terminal) {
        List<String> ids = releases.waiting(kind, Optional.of(control), which.account(), which.most() + 1).stream()
                .map(entry -> entry.incident().id())
                .toList();
        if (ids.isEmpty()) {
            ControlFilter.requireKnown(ledger.installed(terminal), List.of(control));
        }
        if (ids.size() > which.most()) {
            terminal.err()
                    .println(
                            "More than %d wait. These are the latest; run the same again for others, or name a higher --max"
                                    .formatted(which.most()));
        }
        return ids.subList(0, Math.min(ids.size(), which.most()));
    }

    private Answer answer(Release.Kind kind, Releases releases, String id, String by) {
        return switch (kind) {
            case APPROVED -> releases.approve(id, by, which.reason());
            case RETRIED -> releases.retry(id, by, which.reason());
        };
    }

    private static List<Incident> successors(List<Answer> answers) {
        return answers.stream()
                .flatMap(answer -> answer instanceof Answer.Given given ? Stream.of(given.successor()) : Stream.empty())
                .toList();
    }

    private void tell(Answer answer, Terminal terminal) {
        switch (answer) {
            case Answer.Refused(String incident, String reason) ->
                terminal.err().println(Printable.line("overseer: %s %s".formatted(incident, reason)));
            case Answer.Given(Incident successor, Release leave, boolean first) ->
                terminal.out().print(given(successor, leave, first) + "\n");
        }
    }

    private String given(Incident successor, Release leave, boolean first) {
        if (format == OutputOptions.Format.JSON) {
            return Documents.line(IncidentDocument.write(successor));
        }
        return "%s  %s  %s  %s/%s  goes on as %s%s"
                .formatted(
                        leave.predecessor(),
                        successor.control(),
                        Printable.line(successor.target().id(), 60),
                        successor.target().account(),
                        successor.target().region(),
                        successor.id(),
                        first
                                ? ""
                                : ", by leave of %s at %s"
                                        .formatted(Printable.line(leave.by()), Documents.time(leave.at())));
    }

    private void tellEnd(List<Incident> successors, Optional<QueueUrl> queue, Terminal terminal) {
        terminal.out().flush();
        if (successors.isEmpty()) {
            terminal.err().println("Nothing goes on");
        } else if (queue.isPresent()) {
            terminal.err().println("Sent to %s: %d".formatted(queue.get(), successors.size()));
        } else if (format == OutputOptions.Format.TEXT) {
            terminal.err()
                    .println(
                            "No host has them yet. Name its queue with --queue-url, or run the same with -o json and pipe it into `overseer run --enforce -`");
        }
    }
}

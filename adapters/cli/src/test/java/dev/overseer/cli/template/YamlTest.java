package dev.overseer.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "012345678901",
                "123456789012",
                "2012-10-17",
                "2026-01-31T12:00:00Z",
                "12:30:00",
                "1e3",
                "0x1F",
                "1_000",
                ".5",
                "+1",
                ".inf",
                "off",
                "No",
                "y",
                "true",
                "null",
                "~",
                "",
                "=",
                "<<",
                "*",
                "- a",
                "a: b",
                "a #b",
                "#a",
                " a",
                "a ",
                "[a]",
                "{a}",
                "'a'",
                "\"a\"",
                "%a",
                "@a",
                "`a`",
                "!a",
                "&a",
                "a\nb",
                "a\tb",
                "é\u0000",
                "…",
                "{\"a\":[null,\"it's\"]}"
            })
    void textStaysText(String text) {
        ObjectNode tree = Fn.object().put("value", text);

        assertThat(ParsedTemplate.of(tree).root()).isEqualTo(tree);
    }

    @Test
    void writesWithoutQuotesWhatNeedsNone() {
        ObjectNode tree = Fn.object()
                .put("Type", "AWS::SQS::Queue")
                .put("Fn::Sub", "arn:${AWS::Partition}:sqs")
                .put("Period", 5);
        tree.putArray("list").add("a").add("123456789012");

        assertThat(Yaml.text(tree)).isEqualTo("""
                Type: AWS::SQS::Queue
                Fn::Sub: arn:${AWS::Partition}:sqs
                Period: 5
                list:
                  - a
                  - "123456789012"
                """);
    }
}

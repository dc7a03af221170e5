package dev.overseer.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The bodies that S3 takes and gives, and what CloudTrail makes of them. */
final class S3Xml {
    private static final String NAMESPACES =
            "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

    private S3Xml() {}

    /** Returns a document with S3's namespaces. */
    static String document(String root, String content) {
        return "<%1$s %2$s>%3$s</%1$s>".formatted(root, NAMESPACES, content);
    }

    /** Returns an element of text. */
    static String element(String name, String text) {
        return "<%1$s>%2$s</%1$s>".formatted(name, Protocol.xml(text));
    }

    /**
     * Returns the body that CloudTrail recorded as JSON: there, elements are fields, several of a name a list, and attributes
     * fields, too. Fields that could be no part of such a body are left out.
     */
    static String ofRecord(String root, JsonNode body) {
        return document(root, content(body));
    }

    private static String content(JsonNode node) {
        if (!node.isObject()) {
            return node.isValueNode() && !node.isNull() ? Protocol.xml(node.asText()) : "";
        }
        StringBuilder xml = new StringBuilder();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getKey().matches("[A-Za-z]+") && !field.getKey().equals("xmlns")) {
                Iterable<JsonNode> elements = field.getValue().isArray() ? field.getValue() : List.of(field.getValue());
                elements.forEach(element ->
                        xml.append("<%1$s%2$s>%3$s</%1$s>".formatted(field.getKey(), type(element), content(element))));
            }
        }
        return xml.toString();
    }

    private static String type(JsonNode element) {
        String type = element.path("xsi:type").asText("");
        return type.matches("[A-Za-z]+") ? " xsi:type=\"%s\"".formatted(type) : "";
    }

    /** Returns the text of the first element of a name; empty if there is none. */
    static Optional<String> text(String document, String name) {
        return texts(document, name).stream().findFirst();
    }

    /** Returns the texts of all elements of a name, wherever they are; none if it is not XML. */
    static List<String> texts(String document, String name) {
        List<String> texts = new ArrayList<>();
        NodeList elements = root(document)
                .map(root -> root.getOwnerDocument().getElementsByTagName(name))
                .orElse(null);
        for (int index = 0; elements != null && index < elements.getLength(); index++) {
            texts.add(elements.item(index).getTextContent());
        }
        return texts;
    }

    private static Optional<Element> root(String document) {
        if (document.isBlank()) {
            return Optional.empty();
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return Optional.of(factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(document)))
                    .getDocumentElement());
        } catch (SAXException notXml) {
            return Optional.empty();
        } catch (ParserConfigurationException | IOException impossible) {
            throw new IllegalStateException("The JDK's own parser reads text in memory", impossible);
        }
    }
}

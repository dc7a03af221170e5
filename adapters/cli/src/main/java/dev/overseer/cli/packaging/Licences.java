package dev.overseer.cli.packaging;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What a jar says of its licences: in the POM that Maven put into it, else in its manifest. */
final class Licences {
    /** By what their pages' addresses hold; identifiers of <a href="https://spdx.org/licenses/">SPDX</a>. */
    private static final Map<String, String> IDENTIFIERS = Map.of(
            "apache.org/licenses/license-2.0", "Apache-2.0",
            "aws.amazon.com/apache2.0", "Apache-2.0",
            "opensource.org/license/mit", "MIT",
            "eclipse.org/legal/epl-v20", "EPL-2.0");

    /** Commas that are not within quotes. */
    private static final Pattern COMMA = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    private static final Pattern LINK = Pattern.compile("link\\s*=\\s*\"?([^\";,\\s]+)");

    private Licences() {}

    /**
     * A licence.
     *
     * @param name its name, or the address of its page
     */
    record Licence(String name, Optional<String> url) {
        /** Returns its SPDX identifier, if this is one of the few that are recognised. */
        Optional<String> identifier() {
            String page = url.orElse(name).toLowerCase(Locale.ROOT);
            return IDENTIFIERS.entrySet().stream()
                    .filter(known -> page.contains(known.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .or(() -> Optional.of(name).filter(IDENTIFIERS::containsValue));
        }
    }

    /** Returns the licences; none if the jar does not tell. */
    static List<Licence> of(JarContents jar, Coordinates coordinates) {
        String pom = "META-INF/maven/%s/%s/pom.xml".formatted(coordinates.group(), coordinates.artifact());
        List<Licence> inPom = jar.text(pom).map(Licences::inPom).orElse(List.of());
        return inPom.isEmpty()
                ? jar.manifest("Bundle-License").map(Licences::inManifest).orElse(List.of())
                : inPom;
    }

    /** As <a href="https://docs.osgi.org/specification/osgi.core/8.0.0/framework.module.html">OSGi</a> has it. */
    static List<Licence> inManifest(String header) {
        return COMMA.splitAsStream(header)
                .map(String::strip)
                .filter(clause -> !clause.isEmpty())
                .map(clause -> {
                    String name =
                            clause.replaceFirst(";.*", "").replace("\"", "").strip();
                    Matcher link = LINK.matcher(clause);
                    return new Licence(
                            name,
                            link.find()
                                    ? Optional.of(link.group(1))
                                    : Optional.of(name).filter(Licences::isUrl));
                })
                .toList();
    }

    /** Reads the {@code licenses} of a POM; none if it is not readable XML. */
    static List<Licence> inPom(String pom) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // A POM has no use for it, and one from outside is not to make this program fetch anything
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try {
            return licences(factory.createXMLStreamReader(new StringReader(pom)));
        } catch (XMLStreamException unreadable) {
            return List.of();
        }
    }

    private static List<Licence> licences(XMLStreamReader xml) throws XMLStreamException {
        List<Licence> licences = new ArrayList<>();
        String name = "";
        String url = "";
        while (xml.hasNext()) {
            int part = xml.next();
            if (part == XMLStreamReader.START_ELEMENT && isIn(xml, "license")) {
                name = "";
                url = "";
                while (!(xml.next() == XMLStreamReader.END_ELEMENT && isIn(xml, "license"))) {
                    if (xml.getEventType() == XMLStreamReader.START_ELEMENT) {
                        switch (xml.getLocalName()) {
                            case "name" -> name = xml.getElementText().strip();
                            case "url" -> url = xml.getElementText().strip();
                            default -> xml.getElementText();
                        }
                    }
                }
                String link = url;
                if (!name.isEmpty() || !link.isEmpty()) {
                    licences.add(new Licence(
                            name.isEmpty() ? link : name, Optional.of(link).filter(Licences::isUrl)));
                }
            }
        }
        return licences;
    }

    private static boolean isIn(XMLStreamReader xml, String element) {
        return xml.getLocalName().equals(element);
    }

    private static boolean isUrl(String text) {
        return text.matches("https?://\\S+");
    }
}

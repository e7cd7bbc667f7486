package org.mobilenet4j.training.report;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A page as an XML parser sees it, which refuses whatever is not well-formed. */
final class ParsedPage {
  private ParsedPage() {}

  static Document of(String html) {
    try {
      DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      parser.setErrorHandler(null);
      return parser.parse(new InputSource(new StringReader(html)));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError("The page is not well-formed: " + e.getMessage(), e);
    }
  }

  static List<String> sections(Document page) {
    return attributes(page, "section", "id");
  }

  static List<String> texts(Document page, String element) {
    return each(page, element).stream().map(Element::getTextContent).toList();
  }

  static List<String> attributes(Document page, String element, String attribute) {
    return each(page, element).stream()
        .filter(each -> each.hasAttribute(attribute))
        .map(each -> each.getAttribute(attribute))
        .toList();
  }

  static Set<String> elements(Document page) {
    Set<String> names = new TreeSet<>();
    each(page, "*").forEach(each -> names.add(each.getTagName()));
    return names;
  }

  static Set<String> attributeNames(Document page) {
    Set<String> names = new TreeSet<>();
    for (Element each : each(page, "*")) {
      NamedNodeMap attributes = each.getAttributes();
      for (int i = 0; i < attributes.getLength(); i++) {
        names.add(attributes.item(i).getNodeName());
      }
    }
    return names;
  }

  private static List<Element> each(Document page, String element) {
    NodeList nodes = page.getElementsByTagName(element);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element each) {
        elements.add(each);
      }
    }
    return elements;
  }
}

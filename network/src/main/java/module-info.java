/** What a network is: operations, graph, shapes, the papers' tables, width rules, cost. */
module org.mobilenet4j.network {
  requires static org.jspecify;

  exports org.mobilenet4j.network;
  exports org.mobilenet4j.network.architecture;
  exports org.mobilenet4j.network.audit;
  exports org.mobilenet4j.network.cost;
}

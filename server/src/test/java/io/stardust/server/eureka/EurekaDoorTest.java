package io.stardust.server.eureka;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Guest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.eureka.TestEureka.Answer;
import io.stardust.server.instance.TestApp;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client of Eureka meets: over HTTP, in the words of Spring Cloud Netflix. */
class EurekaDoorTest {
    private static final String ID = "10.0.0.9:orders:8080";

    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestEureka orders;
    private TestEureka web;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Map.of("eureka.enabled", "true"));
        orders = TestEureka.keyed(server, "orders", 1);
        web = TestEureka.keyed(server, "web", 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply providers(String service) {
        long id = server.api("GET", "/services?q=" + service, null).number("items.0.id");
        return server.api("GET", "/services/" + id + "/providers", null);
    }

    private @Nullable Object status(String app) {
        return web.get("/apps/" + app).at("application.instance.0.status");
    }

    @Test
    void registration_isFoundByEurekasClientsAndOurs() {
        assertThat(orders.register("orders", ID, "UP").status()).isEqualTo(204);

        Answer all = web.get("/apps/");
        assertThat(all.header("Content-Type")).isEqualTo("application/json");
        assertThat(all.at("applications.apps__hashcode")).isEqualTo("UP_1_");
        assertThat(all.at("applications.application.0.name")).isEqualTo("ORDERS");
        String one = "applications.application.0.instance.0.";
        assertThat(all.at(one + "instanceId")).isEqualTo(ID);
        assertThat(all.at(one + "app")).isEqualTo("ORDERS");
        assertThat(all.at(one + "vipAddress")).isEqualTo("orders");
        assertThat(all.at(one + "port.$")).asString().startsWith("8080");
        assertThat(all.at(one + "port.@enabled")).isEqualTo("true");
        assertThat(all.at(one + "securePort.@enabled")).isEqualTo("false");
        assertThat(all.at(one + "dataCenterInfo.@class"))
                .isEqualTo("com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo");
        assertThat(all.at(one + "statusPageUrl")).isEqualTo("http://10.0.0.9:8080/actuator/info");
        assertThat(all.at(one + "metadata")).isEqualTo(Map.of("management.port", "8080", "version", "1.4"));
        assertThat(all.at(one + "lastDirtyTimestamp")).isEqualTo("1714816800001");

        Reply ours = providers("orders");
        assertThat(ours.at("items.0.client")).isEqualTo(ID);
        assertThat(ours.at("items.0.address")).isEqualTo("http://10.0.0.9:8080");
        assertThat(ours.at("items.0.version")).isEqualTo("1.4");
        assertThat(ours.at("items.0.shown")).isEqualTo(true);
        TestApp consumer = TestApp.keyed(server, "till", 1);
        assertThat(server.link("/App/ResolveService", Map.of("ServiceName", "orders"), consumer.token)
                        .at("data.0.Address"))
                .isEqualTo("http://10.0.0.9:8080");
        assertThat(new TestApp(server, "orders").instances().at("items.0.client"))
                .isEqualTo(ID);
    }

    @Test
    void providerOfOurs_isFoundByEurekasClients() {
        TestApp provider = TestApp.keyed(server, "billing", 1);
        Map<String, Object> offer = Map.of(
                "ServiceName", "Bills", "ClientId", provider.client, "Address", "http://10.0.0.7:9000", "Version", "2");
        server.link("/App/RegisterService", offer, provider.token);

        Answer found = web.get("/apps/bills");
        assertThat(found.at("application.name")).isEqualTo("BILLS");
        assertThat(found.at("application.instance.0.vipAddress")).isEqualTo("Bills");
        assertThat(found.at("application.instance.0.hostName")).isEqualTo("10.0.0.7");
        assertThat(found.at("application.instance.0.homePageUrl")).isEqualTo("http://10.0.0.7:9000/");
        assertThat(found.at("application.instance.0.metadata.version")).isEqualTo("2");
        assertThat(web.get("/vips/Bills").at("applications.application.0.name")).isEqualTo("BILLS");
        assertThat(web.get("/vips/none").status()).isEqualTo(404);
        assertThat(web.get("/svips/Bills").status()).isEqualTo(404);
    }

    @Test
    void providerWithoutHttp_isNotShown() {
        TestApp provider = TestApp.keyed(server, "billing", 1);
        Map<String, Object> offer =
                Map.of("ServiceName", "Bills", "ClientId", provider.client, "Address", "tcp://10.0.0.7:9000");
        server.link("/App/RegisterService", offer, provider.token);

        assertThat(web.get("/apps").at("applications.application")).isEqualTo(List.of());
        assertThat(web.get("/apps").at("applications.apps__hashcode")).isEqualTo("");
    }

    @Test
    void instance_isFoundByItsId() {
        orders.register("orders", ID, "UP");

        assertThat(web.get("/apps/ORDERS/" + ID).at("instance.hostName")).isEqualTo("10.0.0.9");
        assertThat(web.get("/instances/" + ID).at("instance.hostName")).isEqualTo("10.0.0.9");
        assertThat(web.get("/apps/ORDERS/other").status()).isEqualTo(404);
    }

    @Test
    void xml_isReadAndWritten_whenNoJsonIsAskedFor() {
        String document = """
                <instance><instanceId>%s</instanceId><hostName>10.0.0.9</hostName><app>ORDERS</app>
                <ipAddr>10.0.0.9</ipAddr><status>UP</status><port enabled="true">8080</port>
                <vipAddress>orders</vipAddress><metadata class="java.util.Collections$EmptyMap"/>
                <leaseInfo><durationInSecs>20</durationInSecs></leaseInfo></instance>""".formatted(ID);
        assertThat(orders.post("/apps/ORDERS", TestEureka.XML, document).status())
                .isEqualTo(204);

        Answer all = web.send(web.request("/apps").setHeader("Accept", TestEureka.XML));
        assertThat(all.header("Content-Type")).isEqualTo("application/xml");
        assertThat(all.text())
                .startsWith("<applications><versions__delta>")
                .contains("<apps__hashcode>UP_1_</apps__hashcode><application><name>ORDERS</name><instance>")
                .contains("<port enabled=\"true\">8080</port>", "<durationInSecs>20</durationInSecs>")
                .endsWith("</instance></application></applications>");
    }

    @Test
    void renewal_keepsTheInstance_asLongAsItAskedFor() {
        orders.register("orders", ID, "UP");
        server.clock.advance(Duration.ofSeconds(80));
        assertThat(orders.put("/apps/ORDERS/" + ID + "?status=UP&lastDirtyTimestamp=1714816800001")
                        .status())
                .isEqualTo(200);

        server.clock.advance(Duration.ofSeconds(80));
        assertThat(status("ORDERS")).isEqualTo("UP");
        server.clock.advance(Duration.ofSeconds(11));
        await(() -> web.get("/apps/ORDERS").status() == 404);
        assertThat(orders.put("/apps/ORDERS/" + ID).status()).isEqualTo(404);
    }

    @Test
    void renewal_isNotFound_whenTheInstanceIsUnknownOrHasChanged() {
        Answer unknown = orders.put("/apps/ORDERS/" + ID);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.bytes()).isEmpty();

        orders.register("orders", ID, "UP");
        assertThat(orders.put("/apps/ORDERS/" + ID + "?lastDirtyTimestamp=1714816800002")
                        .status())
                .isEqualTo(404);
        assertThat(web.put("/apps/ORDERS/" + ID).status()).isEqualTo(404);
    }

    @Test
    void renewal_isNotFoundOnce_afterTheServerWasStartedAgain() {
        orders.register("orders", ID, "UP");
        server.restart();

        assertThat(web.get("/apps/ORDERS").at("application.instance.0.instanceId"))
                .isEqualTo(ID);
        assertThat(orders.put("/apps/ORDERS/" + ID).status()).isEqualTo(404);
        orders.register("orders", ID, "UP");
        assertThat(orders.put("/apps/ORDERS/" + ID).status()).isEqualTo(200);
    }

    @Test
    void cancel_endsTheProviderAndTheInstance() {
        orders.register("orders", ID, "UP");
        assertThat(orders.delete("/apps/ORDERS/" + ID).status()).isEqualTo(200);

        assertThat(web.get("/apps/ORDERS").status()).isEqualTo(404);
        assertThat(new TestApp(server, "orders").instances().at("items")).isEqualTo(List.of());
        assertThat(orders.delete("/apps/ORDERS/" + ID).status()).isEqualTo(404);
    }

    @Test
    void outOfService_drainsTheProvider_untilItIsTakenBack() {
        orders.register("orders", ID, "UP");
        assertThat(orders.put("/apps/ORDERS/" + ID + "/status?value=OUT_OF_SERVICE")
                        .status())
                .isEqualTo(200);

        assertThat(status("ORDERS")).isEqualTo("OUT_OF_SERVICE");
        assertThat(web.get("/apps").at("applications.apps__hashcode")).isEqualTo("OUT_OF_SERVICE_1_");
        assertThat(providers("orders").at("items.0.draining")).isEqualTo(true);
        assertThat(server.api("GET", "/changes?kind=provider.updated", null).at("items.0.actor"))
                .asString()
                .endsWith(" orders");

        orders.register("orders", ID, "UP");
        assertThat(status("ORDERS")).isEqualTo("OUT_OF_SERVICE");
        assertThat(orders.delete("/apps/ORDERS/" + ID + "/status?lastDirtyTimestamp=1")
                        .status())
                .isEqualTo(200);
        assertThat(status("ORDERS")).isEqualTo("UP");
        assertThat(orders.put("/apps/ORDERS/" + ID + "/status?value=STARTING").status())
                .isEqualTo(400);
        assertThat(orders.put("/apps/ORDERS/other/status?value=UP").status()).isEqualTo(404);
    }

    @Test
    void outOfService_endsWithTheInstance() {
        orders.register("orders", ID, "UP");
        orders.put("/apps/ORDERS/" + ID + "/status?value=OUT_OF_SERVICE");
        orders.register("orders", ID, "DOWN");
        orders.delete("/apps/ORDERS/" + ID);
        orders.register("orders", ID, "UP");

        assertThat(status("ORDERS")).isEqualTo("UP");
    }

    @Test
    void drainByPeople_showsAndOutlivesTheInstance() {
        orders.register("orders", ID, "UP");
        drain("orders");
        orders.register("orders", "other", "UP");

        assertThat(one(ID)).isEqualTo("OUT_OF_SERVICE");
        orders.delete("/apps/ORDERS/" + ID);
        orders.register("orders", ID, "UP");
        assertThat(one(ID)).isEqualTo("OUT_OF_SERVICE");
        assertThat(web.get("/apps").at("applications.apps__hashcode")).isEqualTo("OUT_OF_SERVICE_1_UP_1_");
    }

    private void drain(String service) {
        Reply listed = providers(service);
        String path = "/services/" + listed.number("items.0.serviceId") + "/providers/" + listed.number("items.0.id");
        server.patch(path, Map.of("draining", true), listed.number("items.0.revision"));
    }

    private @Nullable Object one(String id) {
        return web.get("/apps/ORDERS/" + id).at("instance.status");
    }

    @Test
    void drainedProvider_isUp_whenThereIsNoOther() {
        orders.register("orders", ID, "UP");
        drain("orders");
        assertThat(one(ID)).isEqualTo("UP");
        web.get("/apps/delta");

        orders.register("orders", "other", "UP");
        assertThat(one(ID)).isEqualTo("OUT_OF_SERVICE");
        assertThat(actions(web.get("/apps/delta"))).isEqualTo(Map.of(ID, "MODIFIED", "other", "ADDED"));

        orders.delete("/apps/ORDERS/other");
        assertThat(one(ID)).isEqualTo("UP");
        assertThat(actions(web.get("/apps/delta"))).isEqualTo(Map.of(ID, "MODIFIED", "other", "DELETED"));
        assertThat(web.get("/apps/delta").at("applications.apps__hashcode")).isEqualTo("UP_1_");
    }

    @Test
    void instanceThatIsDown_offersNothing_untilItIsUp() {
        orders.register("orders", ID, "UP");
        orders.register("orders", ID, "DOWN");

        assertThat(web.get("/apps/ORDERS").status()).isEqualTo(404);
        assertThat(orders.put("/apps/ORDERS/" + ID).status()).isEqualTo(200);
        orders.register("orders", ID, "UP");
        assertThat(status("ORDERS")).isEqualTo("UP");
    }

    @Test
    void delta_saysWhatChangedOfLate_withTheHashOfAll() {
        orders.register("orders", "a", "UP");
        orders.register("orders", "b", "UP");
        Answer first = web.get("/apps/delta");
        assertThat(first.at("applications.application.0.instance"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);

        server.clock.advance(Duration.ofSeconds(60));
        orders.put("/apps/ORDERS/a");
        orders.put("/apps/ORDERS/b");
        orders.delete("/apps/ORDERS/a");
        orders.put("/apps/ORDERS/b/status?value=OUT_OF_SERVICE");
        Answer second = web.get("/apps/delta");
        assertThat(second.at("applications.apps__hashcode")).isEqualTo("OUT_OF_SERVICE_1_");
        assertThat(actions(second)).isEqualTo(Map.of("a", "DELETED", "b", "MODIFIED"));
        assertThat(second.at("applications.versions__delta")).isNotEqualTo(first.at("applications.versions__delta"));

        for (int i = 0; i < 4; i++) {
            server.clock.advance(Duration.ofSeconds(60));
            orders.put("/apps/ORDERS/b");
        }
        Answer last = web.get("/apps/delta");
        assertThat(last.at("applications.application")).isEqualTo(List.of());
        assertThat(last.at("applications.apps__hashcode")).isEqualTo("OUT_OF_SERVICE_1_");
    }

    @Test
    void delta_saysLast_thatAnInstanceIsThere_whenItLeftAndCameAgain() {
        orders.register("orders", ID, "UP");
        web.get("/apps/delta");
        orders.delete("/apps/ORDERS/" + ID);
        orders.register("orders", ID, "UP");

        Answer delta = web.get("/apps/delta");
        List<?> told = (List<?>) Objects.requireNonNull(delta.at("applications.application.0.instance"));
        assertThat(((Map<?, ?>) told.getLast()).get("actionType")).isEqualTo("ADDED");
        assertThat(delta.at("applications.apps__hashcode")).isEqualTo("UP_1_");
    }

    @Test
    void delta_makesClientsReadAll_whenTooMuchHasChanged() {
        for (TestEureka app : List.of(orders, web, TestEureka.keyed(server, "bills", 1))) {
            for (int i = 0; i < Recent.MOST / 3 + 1; i++) app.register(app.name, app.name + i, "UP");
        }
        Answer delta = web.get("/apps/delta");
        assertThat(delta.at("applications.apps__hashcode")).isEqualTo("READ_ALL_");
        assertThat(delta.at("applications.application")).isEqualTo(List.of());
        assertThat(web.get("/apps").at("applications.apps__hashcode")).isEqualTo("UP_1002_");

        server.clock.advance(Recent.KEPT.plusSeconds(1));
        assertThat(web.get("/apps/delta").at("applications.apps__hashcode")).isNotEqualTo("READ_ALL_");
    }

    @Test
    void service_isTakenBack_whenTheInstanceWritesItsNameOtherwise() {
        orders.register("orders", ID, "UP");
        orders.register("Orders", ID, "UP");

        assertThat(web.get("/apps").at("applications.apps__hashcode")).isEqualTo("UP_1_");
        assertThat(web.get("/apps/ORDERS").at("application.instance.0.vipAddress"))
                .isEqualTo("Orders");
    }

    @Test
    void instance_isOfTheRun_thatItsMetadataNames() {
        String document = TestEureka.document("orders", ID, "UP")
                .replace("\"version\":\"1.4\"", "\"version\":\"1.4\",\"stardustrun\":\"a-7\"");
        orders.post("/apps/ORDERS", TestEureka.JSON, document);

        assertThat(new TestApp(server, "orders").instances().at("items.0.run")).isEqualTo("a-7");
    }

    @Test
    void instance_isGone_whenTheAgentSeesItsProcessEnd() {
        TestNode node = TestNode.enrolled(server, "web1");
        long deployment =
                server.api("POST", "/deployments", Map.of("name", "orders")).number("id");
        long placement = server.api("POST", "/deployments/" + deployment + "/placements", Map.of("nodeId", node.id()))
                .number("id");
        for (String run : List.of("r1", "r2")) {
            String document = TestEureka.document("orders", run, "UP")
                    .replace("\"version\":\"1.4\"", "\"stardustrun\":\"" + run + "\"");
            orders.post("/apps/ORDERS", TestEureka.JSON, document);
        }

        Map<String, Object> ended = Map.of("PlacementId", placement, "Run", "r1", "Services", List.of(), "Ended", true);
        assertThat(server.link("/Deploy/Offer", ended, node.token).code()).isZero();

        assertThat(web.get("/apps/ORDERS/r1").status()).isEqualTo(404);
        assertThat(one("r2")).isEqualTo("UP");
        assertThat(orders.put("/apps/ORDERS/r1").status()).isEqualTo(404);
    }

    @Test
    void registration_leavesTheOldOneAlone_whenItIsRefused() {
        Guest other = server.guest("other", "operator");
        TestEureka shop = TestEureka.keyed(server, "shop", other.project());
        shop.register("ORders", "x", "UP");
        orders.register("orders", ID, "UP");

        assertThat(orders.register("ORders", ID, "UP").status()).isEqualTo(403);
        assertThat(one(ID)).isEqualTo("UP");
        assertThat(orders.put("/apps/ORDERS/" + ID).status()).isEqualTo(200);
    }

    @Test
    void metadataOfOthers_namesNoClass() {
        TestApp provider = TestApp.keyed(server, "billing", 1);
        Map<String, Object> offer = Map.of(
                "ServiceName",
                "Bills",
                "ClientId",
                provider.client,
                "Address",
                "http://10.0.0.7:9000",
                "Metadata",
                Map.of("@class", "java.net.URL", "rack", "4"));
        server.link("/App/RegisterService", offer, provider.token);

        assertThat(web.get("/apps/BILLS").at("application.instance.0.metadata")).isEqualTo(Map.of("rack", "4"));
    }

    private static Map<Object, Object> actions(Answer delta) {
        Map<Object, Object> actions = new TreeMap<>();
        for (int i = 0; delta.at("applications.application.0.instance." + i) != null; i++) {
            String one = "applications.application.0.instance." + i + ".";
            actions.put(
                    Objects.requireNonNull(delta.at(one + "instanceId")),
                    Objects.requireNonNull(delta.at(one + "actionType")));
        }
        return actions;
    }

    @Test
    void otherProject_isSeenWithAGrantOnly() {
        Guest other = server.guest("other", "operator");
        TestEureka shop = TestEureka.keyed(server, "shop", other.project());
        orders.register("orders", ID, "UP");
        shop.get("/apps/delta");

        assertThat(shop.get("/apps").at("applications.application")).isEqualTo(List.of());
        assertThat(shop.get("/apps/ORDERS").status()).isEqualTo(404);
        assertThat(shop.get("/apps/delta").at("applications.apps__hashcode")).isEqualTo("");
        assertThat(shop.get("/apps/delta").at("applications.application")).isEqualTo(List.of());

        server.api("POST", "/grants", Map.of("consumerApp", "shop", "providerApp", "orders"));
        assertThat(shop.get("/apps/delta").at("applications.apps__hashcode")).isEqualTo("UP_1_");
        assertThat(actions(shop.get("/apps/delta"))).isEqualTo(Map.of(ID, "ADDED"));
        assertThat(shop.register("orders", "x", "UP").status()).isEqualTo(403);
    }
}

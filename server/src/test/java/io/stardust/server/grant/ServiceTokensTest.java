package io.stardust.server.grant;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.backup.Backup;
import io.stardust.server.backup.Restore;
import io.stardust.server.db.TestDatabase;
import io.stardust.server.instance.TestApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What providers make of the service tokens that the server issues. */
class ServiceTokensTest {
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final String PASSPHRASE = "a long passphrase";

    @TempDir
    Path folder;

    private ServerUnderTest server;
    private long other;
    private TestApp shop;
    private TestProvider till; // of the same project
    private TestProvider stock; // of another
    private TestProvider depot; // of that one, too

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(folder.resolve("data"), Map.of());
        other = server.api("POST", "/projects", Map.of("name", "other")).number("id");
        shop = TestApp.keyed(server, "shop", 1);
        till = new TestProvider(server, TestApp.keyed(server, "till", 1), 1);
        stock = new TestProvider(server, TestApp.keyed(server, "stock", other), other);
        depot = new TestProvider(server, TestApp.keyed(server, "depot", other), other);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String token() {
        return shop.ping().text("data.ServiceToken");
    }

    private Reply narrow(TestApp from, Object audience, String scope) {
        return server.link("/App/ServiceToken", Map.of("Audience", audience, "Scope", scope), from.token);
    }

    private static JWTClaimsSet claims(String token) throws Exception {
        return SignedJWT.parse(token).getJWTClaimsSet();
    }

    private long grant() {
        return server.api("POST", "/grants", Map.of("consumerApp", "shop", "providerApp", "stock"))
                .number("id");
    }

    private Reply revokedTokens() {
        return server.link("/App/RevokedTokens", null, shop.token);
    }

    @Test
    void token_opensAppsOfTheProject_andOfOthersOnlyWhatAGrantNames() {
        String before = token();
        assertThat(till.judges(before)).isEqualTo("accepted");
        assertThat(stock.judges(before)).isEqualTo("audience");

        grant();

        String granted = token();
        assertThat(stock.judges(granted)).isEqualTo("accepted");
        assertThat(depot.judges(granted)).isEqualTo("audience");
        assertThat(till.judges(granted)).isEqualTo("accepted");
    }

    @Test
    void token_holdsWhenClocksAreFiveMinutesApart_andEndsAfterTwoHours() {
        String token = token();
        assertThat(till.judges(token, SKEW.negated())).isEqualTo("accepted");
        assertThat(till.judges(token, SKEW.negated().minusSeconds(1))).isEqualTo("future");

        server.clock.advance(ServiceTokens.LIFE.minusSeconds(1));

        assertThat(till.judges(token, SKEW)).isEqualTo("accepted");
        assertThat(till.judges(token, SKEW.plusSeconds(1))).isEqualTo("expired");
        shop.login(); // it may just be given up as silent
        assertThat(till.judges(token())).isEqualTo("accepted");
    }

    @Test
    void token_isSharedByInstances_andRenewedAtHalfOfItsLife() {
        String token = token();
        TestApp sibling = shop.sibling("10.0.0.8@1");
        assertThat(sibling.ping().text("data.ServiceToken")).isEqualTo(token);

        server.clock.advance(ServiceTokens.LIFE.dividedBy(2));

        shop.login(); // it may just be given up as silent
        assertThat(token()).isNotEqualTo(token);
        assertThat(till.judges(token)).isEqualTo("accepted");
    }

    @Test
    void token_isForged_whenItsClaimsOrItsKeyAreNotOurs() throws Exception {
        String[] parts = token().split("\\.");
        String stocks = TestApp.keyed(server, "else", other).ping().text("data.ServiceToken");
        assertThat(till.judges(parts[0] + "." + stocks.split("\\.")[1] + "." + parts[2]))
                .isEqualTo("forged");

        var header = new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                .keyID(SignedJWT.parse(token()).getHeader().getKeyID())
                .build();
        var forged = new SignedJWT(header, claims(token()));
        forged.sign(new Ed25519Signer(
                new ServiceKeys(folder.resolve("mine")).current().signs()));

        assertThat(till.judges(forged.serialize())).isEqualTo("forged");
    }

    @Test
    void token_opensNothingAtTheServerItself() {
        String token = token();

        assertThat(server.link("/App/Ping", Map.of(), token).code()).isEqualTo(401);
        assertThat(server.link("/App/ServiceToken", Map.of("Audience", List.of("till")), token)
                        .code())
                .isEqualTo(401);
        assertThat(server.link("/App/RevokedTokens", null, null).code()).isEqualTo(401);
    }

    @Test
    void narrow_opensTheNamedAppsAlone_withItsScope() throws Exception {
        grant();

        Reply made = narrow(shop, List.of("stock"), " read write ");

        String token = made.text("data.Token");
        assertThat(stock.judges(token)).isEqualTo("accepted");
        assertThat(till.judges(token)).isEqualTo("audience");
        assertThat(depot.judges(token)).isEqualTo("audience");
        assertThat(claims(token).getStringClaim("scp")).isEqualTo("read write");
        assertThat(claims(token).getSubject()).isEqualTo("shop");
        assertThat(made.number("data.Expires"))
                .isEqualTo(server.clock.instant().plus(ServiceTokens.LIFE).toEpochMilli());
    }

    @Test
    void narrow_isRefused_whenItWouldOpenMoreThanTheAppMay() {
        assertThat(narrow(shop, List.of("till", "stock"), "").code()).isEqualTo(403);
        assertThat(narrow(shop, List.of("nobody"), "").code()).isEqualTo(403);
        assertThat(narrow(shop, List.of(), "").code()).isEqualTo(400);
        assertThat(narrow(shop, Collections.nCopies(101, "till"), "").code()).isEqualTo(400);
        assertThat(narrow(shop, List.of("till"), "s".repeat(501)).code()).isEqualTo(400);
    }

    @Test
    void whoShowedNoKey_getsNoToken_notEvenANarrowOne() {
        server.api("PUT", "/settings/apps.approve", Map.of("value", "all"));
        for (String name : List.of("StarAgent", "newcomer")) {
            var app = new TestApp(server, name);
            app.login();

            assertThat(app.ping().at("data.ServiceToken")).as(name).isNull();
            assertThat(narrow(app, List.of("till"), "").code()).as(name).isEqualTo(403);
        }
    }

    @Test
    void revoke_endsWhatWasIssued_andWhatComesThenHolds() {
        String token = token();
        String narrow = narrow(shop, List.of("till"), "").text("data.Token");
        long version = revokedTokens().number("data.Version");

        server.api("POST", "/apps/" + shop.id() + "/service-tokens/revoke", null);

        assertThat(revokedTokens().number("data.Version")).isGreaterThan(version);
        assertThat(till.judges(token)).isEqualTo("revoked");
        assertThat(till.judges(narrow)).isEqualTo("revoked");
        assertThat(till.judges(token())).as("of the same second").isEqualTo("accepted");
        assertThat(till.judges(narrow(shop, List.of("till"), "").text("data.Token")))
                .isEqualTo("accepted");
    }

    @Test
    void revocation_comesWithTheEndOfAGrant_andOfAnAppThatIsDisabled() {
        long grant = grant();
        String token = token();

        server.api("DELETE", "/grants/" + grant, null);

        assertThat(stock.judges(token)).isEqualTo("revoked");
        assertThat(stock.judges(token())).isEqualTo("audience");

        server.clock.advance(Duration.ofMinutes(1));
        String later = token();
        TestApp witness = TestApp.keyed(server, "witness", 1);
        server.api("PATCH", "/apps/" + shop.id(), Map.of("enabled", false));

        ServerUnderTest.await(() -> till.judges(later).equals("revoked"));
        assertThat(witness.ping().code()).isZero();
    }

    @Test
    void revocations_areKept_untilNoProviderTakesTheTokensAnyway() {
        server.api("POST", "/apps/" + shop.id() + "/service-tokens/revoke", null);
        Reply before = revokedTokens();

        server.clock.advance(Duration.ofSeconds(1));
        server.restart();
        assertThat(revokedTokens().at("data.Revoked")).isEqualTo(before.at("data.Revoked"));
        assertThat(revokedTokens().number("data.Version")).isGreaterThan(before.number("data.Version"));

        server.clock.advance(Duration.ofHours(75).plusSeconds(2));
        server.expire();
        server.restart();
        shop.login();
        assertThat(revokedTokens().at("data.Revoked")).isEqualTo(List.of());
    }

    @Test
    void restoredServer_verifiesTheSameTokens_andCountsItsListsOn() throws Exception {
        String token = token();
        server.api("POST", "/apps/" + shop.id() + "/service-tokens/revoke", null);
        Path data = folder.resolve("data");
        Path file = folder.resolve("all.backup");
        new Backup(data, TestDatabase.in(data), "4.0.0", _ -> {}).run(file, PASSPHRASE);
        server.clock.advance(Duration.ofMinutes(1));
        String later = token();
        server.api("POST", "/apps/" + new TestApp(server, "till").id() + "/service-tokens/revoke", null);
        Reply before = revokedTokens();

        server.clock.advance(Duration.ofMinutes(1));
        Path again = Files.createDirectories(folder.resolve("again"));
        server.moveTo(again, () -> new Restore(again, TestDatabase.in(again), _ -> {}).run(file, PASSPHRASE));

        assertThat(till.judges(token)).isEqualTo("revoked");
        assertThat(till.judges(later)).isEqualTo("accepted");
        assertThat(revokedTokens().number("data.Version"))
                .as("whoever saw the list of the last life takes this one")
                .isGreaterThan(before.number("data.Version"));
    }

    @Test
    void keys_arePublishedWithoutTheirPrivateHalf_forAWhile() {
        Reply keys = server.link("/.well-known/jwks.json", null, null);

        assertThat(keys.at("keys.0.d")).isNull();
        assertThat(keys.headers().get("content-type")).containsExactly("application/jwk-set+json");
        assertThat(keys.headers().get("cache-control")).containsExactly("public, max-age=300");
    }
}

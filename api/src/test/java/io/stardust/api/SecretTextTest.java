package io.stardust.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.api.access.Invitation;
import io.stardust.api.access.MadeToken;
import io.stardust.api.access.Me;
import io.stardust.api.access.NewPassword;
import io.stardust.api.access.NewUser;
import io.stardust.api.access.PasswordChange;
import io.stardust.api.access.PersonView;
import io.stardust.api.access.SessionView;
import io.stardust.api.access.SetUp;
import io.stardust.api.access.SignIn;
import io.stardust.api.variable.VariableView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A record that is written to a log by mistake must not tell what it keeps. */
class SecretTextTest {
    private static final String SECRET = "open-sesame";

    @Test
    void toString_leavesOut_whatIsSecret() {
        var anna = new PersonView(3, "anna", null, true, false, "local", 1);

        assertThat(List.of(
                        new SetUp(SECRET, "anna", SECRET, null),
                        new SignIn("anna", SECRET, null),
                        new SessionView(SECRET, 0, anna, SECRET),
                        new Me(3, "anna", null, true, "user:3 anna", SECRET, List.of(), null, false),
                        new NewUser("anna", null, null, SECRET),
                        new NewPassword(SECRET),
                        new PasswordChange(SECRET, SECRET),
                        new Invitation(SECRET),
                        new MadeToken(7, SECRET, "api", "ci", null, null, 0, null),
                        new VariableView("PASSWORD", SECRET, null)))
                .allSatisfy(one -> assertThat(one.toString()).doesNotContain(SECRET));
    }
}

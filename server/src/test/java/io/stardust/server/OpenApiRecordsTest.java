package io.stardust.server;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.stardust.api.access.Invitation;
import io.stardust.api.access.MadeToken;
import io.stardust.api.access.MadeUser;
import io.stardust.api.access.Me;
import io.stardust.api.access.MemberPage;
import io.stardust.api.access.MemberRole;
import io.stardust.api.access.MemberView;
import io.stardust.api.access.NewMember;
import io.stardust.api.access.NewPassword;
import io.stardust.api.access.NewToken;
import io.stardust.api.access.NewUser;
import io.stardust.api.access.PasswordChange;
import io.stardust.api.access.PersonView;
import io.stardust.api.access.ProjectBody;
import io.stardust.api.access.ProjectPage;
import io.stardust.api.access.ProjectView;
import io.stardust.api.access.Rotated;
import io.stardust.api.access.SessionInfo;
import io.stardust.api.access.SessionPage;
import io.stardust.api.access.SessionView;
import io.stardust.api.access.SetUp;
import io.stardust.api.access.SignIn;
import io.stardust.api.access.TokenPage;
import io.stardust.api.access.TokenView;
import io.stardust.api.access.UserPage;
import io.stardust.api.access.UserPatch;
import io.stardust.api.access.UserView;
import io.stardust.api.adopt.AdoptionBody;
import io.stardust.api.adopt.AdoptionView;
import io.stardust.api.agent.AgentReleasePage;
import io.stardust.api.agent.AgentReleasePatch;
import io.stardust.api.agent.AgentReleaseView;
import io.stardust.api.app.AppKeyPage;
import io.stardust.api.app.AppKeyView;
import io.stardust.api.app.AppPage;
import io.stardust.api.app.AppView;
import io.stardust.api.app.MadeAppKey;
import io.stardust.api.app.NewApp;
import io.stardust.api.app.NewAppKey;
import io.stardust.api.command.CommandPage;
import io.stardust.api.command.CommandView;
import io.stardust.api.command.CommandWish;
import io.stardust.api.config.ConfigApproval;
import io.stardust.api.config.ConfigCheck;
import io.stardust.api.config.ConfigConstraint;
import io.stardust.api.config.ConfigConstraints;
import io.stardust.api.config.ConfigDiff;
import io.stardust.api.config.ConfigDifference;
import io.stardust.api.config.ConfigEdit;
import io.stardust.api.config.ConfigEdits;
import io.stardust.api.config.ConfigGrayPromotion;
import io.stardust.api.config.ConfigGrayTarget;
import io.stardust.api.config.ConfigGrayView;
import io.stardust.api.config.ConfigInheritance;
import io.stardust.api.config.ConfigInstanceView;
import io.stardust.api.config.ConfigInstances;
import io.stardust.api.config.ConfigItemPage;
import io.stardust.api.config.ConfigItemView;
import io.stardust.api.config.ConfigPolicy;
import io.stardust.api.config.ConfigReleasePage;
import io.stardust.api.config.ConfigReleaseView;
import io.stardust.api.config.ConfigRoles;
import io.stardust.api.config.ConfigRule;
import io.stardust.api.config.ConfigSheetPage;
import io.stardust.api.config.ConfigSheetPatch;
import io.stardust.api.config.ConfigSheetView;
import io.stardust.api.config.EffectiveConfig;
import io.stardust.api.config.EffectiveItem;
import io.stardust.api.config.FoundConfigItem;
import io.stardust.api.config.FoundConfigItems;
import io.stardust.api.config.NewConfigApproval;
import io.stardust.api.config.NewConfigGray;
import io.stardust.api.config.NewConfigRelease;
import io.stardust.api.config.RevealSecret;
import io.stardust.api.config.RevealedSecret;
import io.stardust.api.deploy.ConfigTemplate;
import io.stardust.api.deploy.DeploymentBody;
import io.stardust.api.deploy.DeploymentPage;
import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.deploy.OfferedServiceView;
import io.stardust.api.deploy.OutputView;
import io.stardust.api.deploy.PlacementBody;
import io.stardust.api.deploy.PlacementCounts;
import io.stardust.api.deploy.PlacementPage;
import io.stardust.api.deploy.PlacementView;
import io.stardust.api.deploy.ProbeView;
import io.stardust.api.grant.GrantPage;
import io.stardust.api.grant.GrantView;
import io.stardust.api.grant.NewGrant;
import io.stardust.api.history.StepPage;
import io.stardust.api.history.StepView;
import io.stardust.api.instance.InstanceCommand;
import io.stardust.api.instance.InstanceCommandPage;
import io.stardust.api.instance.InstanceCommandView;
import io.stardust.api.instance.InstancePage;
import io.stardust.api.instance.InstanceView;
import io.stardust.api.logs.LogAttribute;
import io.stardust.api.logs.LogEntry;
import io.stardust.api.logs.LogHistogram;
import io.stardust.api.logs.LogPage;
import io.stardust.api.logs.LogPatterns;
import io.stardust.api.logs.LogValues;
import io.stardust.api.logs.LogVolume;
import io.stardust.api.node.CloneView;
import io.stardust.api.node.DiskView;
import io.stardust.api.node.LoadView;
import io.stardust.api.node.MachineView;
import io.stardust.api.node.MetricsView;
import io.stardust.api.node.NodeApproval;
import io.stardust.api.node.NodeDetail;
import io.stardust.api.node.NodeEdit;
import io.stardust.api.node.NodePage;
import io.stardust.api.node.NodeRule;
import io.stardust.api.node.NodeView;
import io.stardust.api.overview.Overview;
import io.stardust.api.policy.AgentSettings;
import io.stardust.api.policy.AgentSettingsView;
import io.stardust.api.policy.CommandPolicy;
import io.stardust.api.policy.CommandPolicyView;
import io.stardust.api.reason.Why;
import io.stardust.api.registry.AppServices;
import io.stardust.api.registry.CalledList;
import io.stardust.api.registry.CalledView;
import io.stardust.api.registry.ConsumerList;
import io.stardust.api.registry.ConsumerView;
import io.stardust.api.registry.ProviderPage;
import io.stardust.api.registry.ProviderPatch;
import io.stardust.api.registry.ProviderView;
import io.stardust.api.registry.ServiceGraph;
import io.stardust.api.registry.ServicePage;
import io.stardust.api.registry.ServicePatch;
import io.stardust.api.registry.ServiceView;
import io.stardust.api.release.FileChanges;
import io.stardust.api.release.ManifestView;
import io.stardust.api.release.NewSigningKey;
import io.stardust.api.release.PackageDiff;
import io.stardust.api.release.PackageFile;
import io.stardust.api.release.ReleasePage;
import io.stardust.api.release.ReleasePatch;
import io.stardust.api.release.ReleaseSignature;
import io.stardust.api.release.ReleaseView;
import io.stardust.api.release.SigningKeyPage;
import io.stardust.api.release.SigningKeyView;
import io.stardust.api.report.LocalServiceView;
import io.stardust.api.report.TaskRun;
import io.stardust.api.rollout.InstanceConfig;
import io.stardust.api.rollout.NewRollout;
import io.stardust.api.rollout.Plan;
import io.stardust.api.rollout.RolloutConfig;
import io.stardust.api.rollout.RolloutPage;
import io.stardust.api.rollout.RolloutSummary;
import io.stardust.api.rollout.RolloutView;
import io.stardust.api.variable.VariableView;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds the records of the people face against the document: the same fields, and the same that are never absent. */
@Tag("sqlite")
class OpenApiRecordsTest {
    /** What the server answers. */
    private static final Map<Class<? extends Record>, String> ANSWERS = Map.ofEntries(
            entry(AdoptionView.class, schema("Adoption")),
            entry(AdoptionView.Packing.class, schema("Adoption/properties/packing")),
            entry(AgentReleasePage.class, schema("AgentReleasePage")),
            entry(AgentReleaseView.class, schema("AgentRelease")),
            entry(AgentSettingsView.class, schema("AgentSettingsState")),
            entry(AppKeyPage.class, schema("AppKeyPage")),
            entry(AppKeyView.class, schema("AppKey")),
            entry(AppPage.class, schema("AppPage")),
            entry(ConfigSheetView.class, schema("ConfigSheet")),
            entry(ConfigSheetPage.class, schema("ConfigSheetPage")),
            entry(FoundConfigItem.class, schema("FoundConfigItem")),
            entry(FoundConfigItems.class, schema("FoundConfigItems")),
            entry(ConfigInheritance.class, schema("ConfigInheritance")),
            entry(ConfigInheritance.Link.class, schema("ConfigLink")),
            entry(ConfigInstanceView.class, schema("ConfigInstance")),
            entry(ConfigInstances.class, schema("ConfigInstances")),
            entry(RevealedSecret.class, schema("RevealedSecret")),
            entry(ConfigGrayView.class, schema("ConfigGray")),
            entry(ConfigCheck.class, schema("ConfigCheck")),
            entry(ConfigCheck.Problem.class, schema("ConfigProblem")),
            entry(ConfigCheck.File.class, schema("ConfigCheckFile")),
            entry(ConfigCheck.Effect.class, schema("ConfigEffect")),
            entry(ConfigCheck.Item.class, schema("ConfigEffectItem")),
            entry(ConfigItemView.class, schema("ConfigItem")),
            entry(ConfigItemPage.class, schema("ConfigItemPage")),
            entry(ConfigReleaseView.class, schema("ConfigRelease")),
            entry(ConfigReleasePage.class, schema("ConfigReleasePage")),
            entry(ConfigDiff.class, schema("ConfigDiff")),
            entry(ConfigDifference.class, schema("ConfigDifference")),
            entry(EffectiveConfig.class, schema("EffectiveConfig")),
            entry(EffectiveItem.class, schema("EffectiveItem")),
            entry(GrantPage.class, schema("GrantPage")),
            entry(GrantView.class, schema("Grant")),
            entry(AppView.class, schema("App")),
            entry(AppView.Counts.class, schema("App/properties/counts")),
            entry(AppServices.class, schema("AppServices")),
            entry(CalledList.class, schema("CalledList")),
            entry(CalledView.class, schema("Called")),
            entry(ConsumerList.class, schema("ConsumerList")),
            entry(ConsumerView.class, schema("Consumer")),
            entry(ProviderPage.class, schema("ProviderPage")),
            entry(ProviderView.class, schema("Provider")),
            entry(ServiceGraph.class, schema("ServiceGraph")),
            entry(ServiceGraph.Line.class, schema("ServiceLine")),
            entry(ServicePage.class, schema("ServicePage")),
            entry(ServiceView.class, schema("Service")),
            entry(CloneView.class, schema("Node/properties/clone")),
            entry(CommandPage.class, schema("CommandPage")),
            entry(CommandPolicyView.class, schema("CommandPolicyState")),
            entry(CommandView.class, schema("Command")),
            entry(DeploymentPage.class, schema("DeploymentPage")),
            entry(DeploymentView.class, schema("Deployment")),
            entry(DeploymentView.Running.class, schema("Deployment/properties/versions/items")),
            entry(DiskView.class, schema("Metrics/properties/disks/items")),
            entry(FileChanges.class, schema("PlannedNode/properties/files")),
            entry(InstanceCommandPage.class, schema("InstanceCommandPage")),
            entry(InstanceCommandView.class, schema("InstanceCommandState")),
            entry(InstancePage.class, schema("InstancePage")),
            entry(InstanceView.class, schema("Instance")),
            entry(InstanceView.Meters.class, schema("Instance/properties/meters")),
            entry(Invitation.class, schema("Invitation")),
            entry(LoadView.class, schema("Node/properties/load")),
            entry(LocalServiceView.class, schema("LocalServiceList/properties/items/items")),
            entry(LocalServiceView.All.class, schema("LocalServiceList")),
            entry(MachineView.class, schema("Machine")),
            entry(MadeAppKey.class, schema("MadeAppKey")),
            entry(MadeToken.class, schema("NewToken")),
            entry(MadeUser.class, schema("MadeUser")),
            entry(ManifestView.class, schema("Manifest")),
            entry(ManifestView.Chunk.class, schema("Manifest/properties/items/items")),
            entry(Me.class, schema("Me")),
            entry(Me.Reach.class, schema("Me/properties/projects/items")),
            entry(MemberPage.class, schema("MemberPage")),
            entry(MemberView.class, schema("Member")),
            entry(MetricsView.class, schema("Metrics")),
            entry(MetricsView.ProcessView.class, schema("Metrics/properties/processes/items")),
            entry(NodeDetail.class, schema("NodeDetail")),
            entry(NodePage.class, schema("NodePage")),
            entry(NodeRule.class, schema("NodeRule")),
            entry(ConfigRoles.class, schema("ConfigRoles")),
            entry(ConfigPolicy.class, schema("ConfigPolicy")),
            entry(ConfigApproval.class, schema("ConfigApproval")),
            entry(ConfigConstraint.class, schema("ConfigConstraint")),
            entry(ConfigConstraints.class, schema("ConfigConstraints")),
            entry(ConfigRule.class, schema("ConfigRule")),
            entry(ConfigRule.Page.class, schema("ConfigRulePage")),
            entry(
                    NodeRule.Applied.class,
                    "paths/~node-rules~{id}~apply/post/responses/200/content/application~json/schema"),
            entry(NodeRule.Page.class, schema("NodeRulePage")),
            entry(NodeView.class, schema("Node")),
            entry(OutputView.class, schema("Output")),
            entry(Overview.class, schema("Overview")),
            entry(Overview.Item.class, schema("Attention")),
            entry(Overview.Nodes.class, schema("Overview/properties/nodes")),
            entry(Overview.Work.class, schema("Work")),
            entry(PackageDiff.class, schema("PackageDiff")),
            entry(PackageDiff.Changed.class, schema("PackageDiff/properties/changed/items")),
            entry(PackageDiff.Sized.class, schema("SizedFile")),
            entry(PackageFile.class, schema("PackageFilePage/properties/items/items")),
            entry(PackageFile.Page.class, schema("PackageFilePage")),
            entry(PersonView.class, schema("User")),
            entry(PlacementPage.class, schema("PlacementPage")),
            entry(PlacementView.class, schema("Placement")),
            entry(PlacementView.Desired.class, schema("Desired")),
            entry(PlacementView.Seen.class, schema("Observed")),
            entry(Plan.class, schema("RolloutPlan")),
            entry(Plan.OnNode.class, schema("PlannedNode")),
            entry(ProjectPage.class, schema("ProjectPage")),
            entry(ProjectView.class, schema("Project")),
            entry(ProjectView.Counts.class, schema("Project/properties/counts")),
            entry(ReleasePage.class, schema("ReleasePage")),
            entry(ReleaseView.class, schema("Release")),
            entry(RolloutSummary.class, schema("RolloutSummary")),
            entry(RolloutSummary.Counts.class, schema("RolloutCounts")),
            entry(RolloutPage.class, schema("RolloutPage")),
            entry(RolloutView.class, schema("Rollout")),
            entry(RolloutConfig.class, schema("RolloutConfig")),
            entry(InstanceConfig.class, schema("InstanceConfig")),
            entry(RolloutView.Page.class, schema("RolloutPartPage")),
            entry(RolloutView.Part.class, schema("RolloutPart")),
            entry(RolloutView.Seen.class, schema("RolloutPart/properties/observed")),
            entry(Rotated.class, schema("SecretsRotated")),
            entry(SessionInfo.class, schema("SessionInfo")),
            entry(SessionPage.class, schema("SessionPage")),
            entry(SessionView.class, "components/responses/SignedIn/content/application~json/schema"),
            entry(SigningKeyPage.class, schema("SigningKeyPage")),
            entry(SigningKeyView.class, schema("SigningKey")),
            entry(StepPage.class, schema("StepPage")),
            entry(StepView.class, schema("Step")),
            entry(PlacementCounts.class, schema("PlacementCounts")),
            entry(TaskRun.class, schema("TaskRun")),
            entry(TaskRun.Page.class, schema("TaskRunPage")),
            entry(LogPage.class, schema("LogPage")),
            entry(LogEntry.class, schema("LogEntry")),
            entry(LogAttribute.class, schema("LogAttribute")),
            entry(LogHistogram.class, schema("LogHistogram")),
            entry(LogValues.class, schema("LogValues")),
            entry(LogValues.Value.class, schema("LogValues/properties/values/items")),
            entry(LogPatterns.class, schema("LogPatterns")),
            entry(LogPatterns.Pattern.class, schema("LogPatterns/properties/patterns/items")),
            entry(LogVolume.class, schema("LogVolume")),
            entry(LogVolume.RetentionClass.class, schema("LogVolume/properties/classes/items")),
            entry(LogVolume.Of.class, schema("LogVolume/properties/apps/items")),
            entry(TokenPage.class, schema("TokenPage")),
            entry(TokenView.class, schema("Token")),
            entry(UserPage.class, schema("UserPage")),
            entry(UserView.class, schema("UserDetail")),
            entry(UserView.Belonging.class, schema("UserDetail/properties/projects/items")),
            entry(Why.class, schema("Why/items")));

    /** What it is asked; the document tells what it demands, the record takes what comes. */
    private static final Map<Class<? extends Record>, String> REQUESTS = Map.ofEntries(
            entry(AdoptionBody.class, schema("AdoptLocalService")),
            entry(AdoptionBody.Pack.class, schema("AdoptLocalService/properties/pack")),
            entry(AgentReleasePatch.class, body("/agent-releases/{id}", "patch")),
            entry(AgentSettings.class, schema("AgentSettings")),
            entry(CommandPolicy.class, schema("CommandPolicy")),
            entry(CommandWish.class, schema("CommandWish")),
            entry(ConfigSheetPatch.class, schema("ConfigSheetPatch")),
            entry(ConfigEdits.class, schema("ConfigEdits")),
            entry(ConfigEdit.class, schema("ConfigEdit")),
            entry(NewConfigRelease.class, schema("NewConfigRelease")),
            entry(RevealSecret.class, schema("RevealSecret")),
            entry(ConfigGrayTarget.class, schema("ConfigGrayTarget")),
            entry(NewConfigGray.class, schema("NewConfigGray")),
            entry(ConfigGrayPromotion.class, schema("ConfigGrayPromotion")),
            entry(DeploymentBody.class, schema("DeploymentFields")),
            entry(InstanceCommand.class, schema("InstanceCommand")),
            entry(MemberRole.class, body("/projects/{id}/members/{userId}", "put")),
            entry(NewApp.class, schema("NewApp")),
            entry(NewAppKey.class, schema("NewAppKey")),
            entry(NewGrant.class, schema("NewGrant")),
            entry(NewMember.class, schema("NewMember")),
            entry(NewPassword.class, body("/users/{id}/password", "post")),
            entry(NewRollout.class, schema("NewRollout")),
            entry(NewSigningKey.class, schema("NewSigningKey")),
            entry(NewToken.class, body("/tokens", "post")),
            entry(NewUser.class, schema("NewUser")),
            entry(NodeApproval.class, schema("NodeApproval")),
            entry(NodeEdit.class, schema("NodeEdit")),
            entry(NodeRule.Body.class, schema("NodeRuleEdit")),
            entry(ConfigRoles.Body.class, schema("ConfigRolesEdit")),
            entry(ConfigPolicy.Body.class, schema("ConfigPolicyEdit")),
            entry(NewConfigApproval.class, schema("NewConfigApproval")),
            entry(ConfigConstraint.Body.class, schema("ConfigConstraintEdit")),
            entry(ConfigRule.Body.class, schema("ConfigRuleEdit")),
            entry(PasswordChange.class, body("/me/password", "post")),
            entry(PlacementBody.class, schema("PlacementFields")),
            entry(ConfigTemplate.class, schema("ConfigTemplate")),
            entry(OfferedServiceView.class, schema("OfferedService")),
            entry(ProbeView.class, schema("Probe")),
            entry(ProjectBody.class, schema("ProjectEdit")),
            entry(ProviderPatch.class, schema("ProviderEdit")),
            entry(ServicePatch.class, schema("ServiceEdit")),
            entry(ReleasePatch.class, schema("ReleaseEdit")),
            entry(ReleaseSignature.class, schema("ReleaseSignature")),
            entry(SetUp.class, body("/setup", "post")),
            entry(SignIn.class, body("/sessions", "post")),
            entry(UserPatch.class, schema("UserEdit")),
            entry(VariableView.class, schema("Variable")));

    /** A name that Java does not take. */
    private static final Map<String, String> RENAMED = Map.of("twin", "clone", "patience", "wait");

    private final Map<?, ?> document = OpenApiTest.load();

    private static String schema(String name) {
        return "components/schemas/" + name;
    }

    private static String body(String path, String method) {
        return "paths/%s/%s/requestBody/content/application~json/schema".formatted(path.replace('/', '~'), method);
    }

    @Test
    void records_areAllKnownHere() {
        Set<String> known = Stream.of(ANSWERS, REQUESTS)
                .flatMap(some -> some.keySet().stream())
                .map(Class::getName)
                .collect(Collectors.toSet());
        Set<String> all = new ClassFileImporter()
                .importPackages("io.stardust.api").stream()
                        .filter(JavaClass::isRecord)
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());

        assertThat(known).isEqualTo(all);
    }

    @Test
    void schemas_haveTheFieldsOfTheRecords() {
        Stream.of(ANSWERS, REQUESTS)
                .forEach(some -> some.forEach((type, where) -> assertThat(fields(find(where)))
                        .as("%s: fields of %s", where, type.getName())
                        .isEqualTo(components(type, _ -> true))));
    }

    @Test
    void schemas_requireWhatIsNeverAbsent() {
        ANSWERS.forEach((type, where) -> assertThat(required(find(where)))
                .as("%s: required of %s", where, type.getName())
                .isEqualTo(components(type, one -> !one.getAnnotatedType().isAnnotationPresent(Nullable.class))));
    }

    private static Set<String> components(Class<?> type, Predicate<RecordComponent> which) {
        return Stream.of(type.getRecordComponents())
                .filter(which)
                .map(one -> RENAMED.getOrDefault(one.getName(), one.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<?, ?> find(String where) {
        Object found = document;
        for (String step : where.split("/"))
            found = OpenApiTest.map(OpenApiTest.map(found).get(step.replace('~', '/')));
        Object reference = OpenApiTest.map(found).get("$ref");
        return reference == null
                ? OpenApiTest.map(found)
                : find(reference.toString().substring(2));
    }

    private Set<String> fields(Map<?, ?> schema) {
        return collected(schema, one -> OpenApiTest.map(one.get("properties")).keySet());
    }

    private Set<String> required(Map<?, ?> schema) {
        return collected(schema, one -> OpenApiTest.list(one.get("required")));
    }

    /** Of the schema and of those it is made of. */
    private Set<String> collected(Map<?, ?> schema, Function<Map<?, ?>, Collection<?>> part) {
        Set<String> all = new TreeSet<>();
        part.apply(schema).forEach(name -> all.add(String.valueOf(name)));
        for (Object other : OpenApiTest.list(schema.get("allOf"))) {
            Object reference = OpenApiTest.map(other).get("$ref");
            Map<?, ?> piece = reference == null
                    ? OpenApiTest.map(other)
                    : find(reference.toString().substring(2));
            all.addAll(collected(piece, part));
        }
        return all;
    }
}

/**
 * The execution policy that Windows PowerShell will have, from the registry. Scopes in the order in which they win: policy of
 * the machine, policy of the person, setting of the person, setting of the machine
 * (learn.microsoft.com, about_Execution_Policies).
 */
import { type Fact } from './fact-sections.ts';
export declare const executionPolicies: readonly ["Restricted", "AllSigned", "RemoteSigned", "Unrestricted", "Bypass"];
export type ExecutionPolicy = (typeof executionPolicies)[number];
export declare const policyOrigins: readonly ["machinePolicy", "userPolicy", "userSetting", "machineSetting", "default"];
export type PolicyOrigin = (typeof policyOrigins)[number];
export interface PolicySources {
    readonly text: (key: string, name: string) => Fact<string>;
    readonly number: (key: string, name: string) => Fact<number>;
    /** What Windows does without any setting differs between servers and clients. */
    readonly productType: Fact<'client' | 'server' | 'domainController'>;
}
export declare const executionPolicy: (sources: PolicySources) => Fact<{
    policy: ExecutionPolicy;
    origin: PolicyOrigin;
}>;

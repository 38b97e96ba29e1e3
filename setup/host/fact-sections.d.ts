/**
 * What can be known about a server, in named sections. Each value is known, absent or unknown by itself, so that one
 * unreadable value never hides another. A value that is missing or malformed becomes unknown with the reason, never a guess.
 */
import { z } from 'zod';
/** `absent` means: looked for and not there (often "the system's default"). `unknown` means: could not be found out. */
export type Fact<T> = {
    is: 'known';
    value: T;
} | {
    is: 'absent';
} | {
    is: 'unknown';
    why: string;
};
export declare const known: <T>(value: T) => Fact<T>;
export declare const absent: Fact<never>;
export declare const unknown: (why: string) => Fact<never>;
export declare const ServiceStart: z.ZodEnum<{
    automatic: "automatic";
    delayedAutomatic: "delayedAutomatic";
    manual: "manual";
    disabled: "disabled";
}>;
export type ServiceStart = z.infer<typeof ServiceStart>;
export declare const Service: z.ZodObject<{
    name: z.ZodString;
    displayName: z.ZodString;
    state: z.ZodEnum<{
        running: "running";
        stopped: "stopped";
        starting: "starting";
        stopping: "stopping";
        paused: "paused";
    }>;
    start: z.ZodEnum<{
        automatic: "automatic";
        delayedAutomatic: "delayedAutomatic";
        manual: "manual";
        disabled: "disabled";
    }>;
    account: z.ZodString;
    command: z.ZodArray<z.ZodString>;
    pid: z.ZodOptional<z.ZodNumber>;
}, z.core.$strip>;
export type Service = z.infer<typeof Service>;
export declare const Program: z.ZodObject<{
    name: z.ZodString;
    version: z.ZodString;
    publisher: z.ZodString;
}, z.core.$strip>;
export type Program = z.infer<typeof Program>;
export declare const Adapter: z.ZodObject<{
    name: z.ZodString;
    up: z.ZodBoolean;
    addresses: z.ZodArray<z.ZodString>;
    gateways: z.ZodArray<z.ZodString>;
    dnsServers: z.ZodArray<z.ZodString>;
}, z.core.$strip>;
export type Adapter = z.infer<typeof Adapter>;
export declare const ProxySetting: z.ZodDiscriminatedUnion<[z.ZodObject<{
    is: z.ZodLiteral<"direct">;
}, z.core.$strip>, z.ZodObject<{
    is: z.ZodLiteral<"manual">;
    address: z.ZodString;
    bypass: z.ZodDefault<z.ZodArray<z.ZodString>>;
}, z.core.$strip>, z.ZodObject<{
    is: z.ZodLiteral<"automatic">;
    script: z.ZodString;
}, z.core.$strip>], "is">;
export type ProxySetting = z.infer<typeof ProxySetting>;
/** `Win32_ComputerSystem.DomainRole`, 0 to 5. */
export declare const domainRoles: readonly ["standaloneWorkstation", "memberWorkstation", "standaloneServer", "memberServer", "backupDomainController", "primaryDomainController"];
/** `$ExecutionContext.SessionState.LanguageMode`. */
export declare const languageModes: readonly ["FullLanguage", "ConstrainedLanguage", "RestrictedLanguage", "NoLanguage"];
export declare const factSections: {
    /** Source: `RtlGetVersion`, registry `Windows NT\CurrentVersion`, `IsWow64Process2`. */
    readonly operatingSystem: z.ZodObject<{
        name: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        build: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodNumber;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        revision: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodNumber;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        productType: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodEnum<{
                client: "client";
                server: "server";
                domainController: "domainController";
            }>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        edition: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        installationType: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        architecture: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodEnum<{
                x64: "x64";
                arm64: "arm64";
                x86: "x86";
            }>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** What identifies the machine; goes only into the fingerprint. */
    readonly machine: z.ZodObject<{
        name: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        machineGuid: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        systemUuid: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    readonly processor: z.ZodObject<{
        logicalProcessors: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodNumber;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    readonly memory: z.ZodObject<{
        totalBytes: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodNumber;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    readonly disk: z.ZodObject<{
        systemDrive: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        totalBytes: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodNumber;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        freeBytes: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodNumber;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** Source: `CheckTokenMembership` for the administrators' group. */
    readonly elevation: z.ZodObject<{
        administrator: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodBoolean;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    readonly account: z.ZodObject<{
        name: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        sid: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    readonly membership: z.ZodObject<{
        domain: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        role: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodEnum<{
                standaloneWorkstation: "standaloneWorkstation";
                memberWorkstation: "memberWorkstation";
                standaloneServer: "standaloneServer";
                memberServer: "memberServer";
                backupDomainController: "backupDomainController";
                primaryDomainController: "primaryDomainController";
            }>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** Source: `I_NetLogonControl2(TC_VERIFY)`; a Win32 status, 0 is trusted. */
    readonly secureChannel: z.ZodObject<{
        status: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodNumber;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        domainController: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    readonly services: z.ZodObject<{
        all: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodArray<z.ZodObject<{
                name: z.ZodString;
                displayName: z.ZodString;
                state: z.ZodEnum<{
                    running: "running";
                    stopped: "stopped";
                    starting: "starting";
                    stopping: "stopping";
                    paused: "paused";
                }>;
                start: z.ZodEnum<{
                    automatic: "automatic";
                    delayedAutomatic: "delayedAutomatic";
                    manual: "manual";
                    disabled: "disabled";
                }>;
                account: z.ZodString;
                command: z.ZodArray<z.ZodString>;
                pid: z.ZodOptional<z.ZodNumber>;
            }, z.core.$strip>>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** Source: both views of the `Uninstall` keys. */
    readonly programs: z.ZodObject<{
        all: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodArray<z.ZodObject<{
                name: z.ZodString;
                version: z.ZodString;
                publisher: z.ZodString;
            }, z.core.$strip>>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** Names of installed roles and features as `Get-WindowsFeature` gives them ("Web-Server"). */
    readonly roles: z.ZodObject<{
        installed: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodArray<z.ZodString>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** Each signal on its own; `fileRenames` lists targets, `computerRename` the name after the restart (absent: none waits). */
    readonly pendingRestart: z.ZodObject<{
        componentServicing: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodBoolean;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        windowsUpdate: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodBoolean;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        fileRenames: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodArray<z.ZodString>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        computerRename: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** `Release` of `NET Framework Setup\NDP\v4\Full`. */
    readonly dotnet: z.ZodObject<{
        release: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodNumber;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    readonly fips: z.ZodObject<{
        enabled: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodBoolean;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    readonly ieEsc: z.ZodObject<{
        administrators: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodBoolean;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        users: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodBoolean;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** GUID of the active power scheme. */
    readonly power: z.ZodObject<{
        scheme: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    readonly windowsUpdate: z.ZodObject<{
        turnedOff: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodBoolean;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        option: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodNumber;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        noRestartWithUsers: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodBoolean;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        serviceStart: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodEnum<{
                automatic: "automatic";
                delayedAutomatic: "delayedAutomatic";
                manual: "manual";
                disabled: "disabled";
            }>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** Proxies as each party sees them; `service` is what the connector service will use. */
    readonly proxy: z.ZodObject<{
        user: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodDiscriminatedUnion<[z.ZodObject<{
                is: z.ZodLiteral<"direct">;
            }, z.core.$strip>, z.ZodObject<{
                is: z.ZodLiteral<"manual">;
                address: z.ZodString;
                bypass: z.ZodDefault<z.ZodArray<z.ZodString>>;
            }, z.core.$strip>, z.ZodObject<{
                is: z.ZodLiteral<"automatic">;
                script: z.ZodString;
            }, z.core.$strip>], "is">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        machine: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodDiscriminatedUnion<[z.ZodObject<{
                is: z.ZodLiteral<"direct">;
            }, z.core.$strip>, z.ZodObject<{
                is: z.ZodLiteral<"manual">;
                address: z.ZodString;
                bypass: z.ZodDefault<z.ZodArray<z.ZodString>>;
            }, z.core.$strip>, z.ZodObject<{
                is: z.ZodLiteral<"automatic">;
                script: z.ZodString;
            }, z.core.$strip>], "is">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        service: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodDiscriminatedUnion<[z.ZodObject<{
                is: z.ZodLiteral<"direct">;
            }, z.core.$strip>, z.ZodObject<{
                is: z.ZodLiteral<"manual">;
                address: z.ZodString;
                bypass: z.ZodDefault<z.ZodArray<z.ZodString>>;
            }, z.core.$strip>, z.ZodObject<{
                is: z.ZodLiteral<"automatic">;
                script: z.ZodString;
            }, z.core.$strip>], "is">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    readonly adapters: z.ZodObject<{
        all: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodArray<z.ZodObject<{
                name: z.ZodString;
                up: z.ZodBoolean;
                addresses: z.ZodArray<z.ZodString>;
                gateways: z.ZodArray<z.ZodString>;
                dnsServers: z.ZodArray<z.ZodString>;
            }, z.core.$strip>>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** SCHANNEL client values and .NET strong crypto in both views; absent is the system's default. */
    readonly tlsSettings: z.ZodObject<{
        tls12ClientEnabled: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodBoolean;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        tls12ClientDisabledByDefault: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodBoolean;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        strongCrypto64: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodBoolean;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        strongCrypto32: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodBoolean;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** The data folder before installation. All but `path` are absent when there is no folder. */
    readonly programData: z.ZodObject<{
        path: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        owner: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        writableByOthers: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodBoolean;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        redirected: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodBoolean;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** What is there of this product. */
    readonly existingInstall: z.ZodObject<{
        service: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodObject<{
                name: z.ZodString;
                displayName: z.ZodString;
                state: z.ZodEnum<{
                    running: "running";
                    stopped: "stopped";
                    starting: "starting";
                    stopping: "stopping";
                    paused: "paused";
                }>;
                start: z.ZodEnum<{
                    automatic: "automatic";
                    delayedAutomatic: "delayedAutomatic";
                    manual: "manual";
                    disabled: "disabled";
                }>;
                account: z.ZodString;
                command: z.ZodArray<z.ZodString>;
                pid: z.ZodOptional<z.ZodNumber>;
            }, z.core.$strip>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        version: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        programFolder: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        dataFolder: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        firewallRules: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodArray<z.ZodString>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        registryKeys: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodArray<z.ZodString>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        enrolled: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodBoolean;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** Windows PowerShell. The policy comes from the registry; only PowerShell itself knows its language mode. */
    readonly powerShell: z.ZodObject<{
        version: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        executionPolicy: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodObject<{
                policy: z.ZodEnum<{
                    Restricted: "Restricted";
                    AllSigned: "AllSigned";
                    RemoteSigned: "RemoteSigned";
                    Unrestricted: "Unrestricted";
                    Bypass: "Bypass";
                }>;
                origin: z.ZodEnum<{
                    machinePolicy: "machinePolicy";
                    userPolicy: "userPolicy";
                    userSetting: "userSetting";
                    machineSetting: "machineSetting";
                    default: "default";
                }>;
            }, z.core.$strip>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        languageMode: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodEnum<{
                FullLanguage: "FullLanguage";
                ConstrainedLanguage: "ConstrainedLanguage";
                RestrictedLanguage: "RestrictedLanguage";
                NoLanguage: "NoLanguage";
            }>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** Folders that Defender does not scan, by policy or by setting. */
    readonly antivirus: z.ZodObject<{
        defenderExclusions: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodArray<z.ZodString>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** SIDs with `SeServiceLogonRight` and with `SeDenyServiceLogonRight`. */
    readonly logonRights: z.ZodObject<{
        logOnAsService: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodArray<z.ZodString>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        deniedAsService: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodArray<z.ZodString>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** Fingerprint of the machine that was enrolled, from the configuration of the service; absent when none was. */
    readonly enrollment: z.ZodObject<{
        fingerprint: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
    /** Where the Windows time service gets its time from; the time itself is `HostReader.now`. */
    readonly clock: z.ZodObject<{
        source: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodString;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
        timeService: z.ZodCatch<z.ZodDiscriminatedUnion<[z.ZodObject<{
            is: z.ZodLiteral<"known">;
            value: z.ZodEnum<{
                running: "running";
                stopped: "stopped";
            }>;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"absent">;
        }, z.core.$strip>, z.ZodObject<{
            is: z.ZodLiteral<"unknown">;
            why: z.ZodString;
        }, z.core.$strip>], "is">>;
    }, z.core.$strip>;
};
export type SectionName = keyof typeof factSections;
export type Section<S extends SectionName> = z.output<(typeof factSections)[S]>;
export declare const sectionNames: SectionName[];
/**
 * Reads a section from data of any origin. Values that do not fit become unknown with the reason; when nothing fits,
 * all of them do.
 */
export declare const parseSection: <S extends SectionName>(name: S, raw: unknown) => Section<S>;

"""The default catalogue of skills, with the other spellings that survey takers type.

Pure data. No name or alias holds a comma or a semicolon, because answers that
list several skills are separated by those characters.
"""

from __future__ import annotations

from typing import NamedTuple


class Skill(NamedTuple):
    """One skill that a mentor or a leader can teach or learn."""

    name: str
    category: str
    aliases: tuple[str, ...] = ()


_DIGITAL = "AI and digital tools"
_DATA = "Data"
_TECHNOLOGY = "Technology and programming"
_CUSTOMERS = "Customers and content"
_CULTURE = "Inclusion and culture"
_LEADERSHIP = "Leadership and strategy"
_CAREERS = "Communication and careers"
_BUSINESS = "Finance and sustainability"

SKILL_CATEGORIES: tuple[str, ...] = (
    _DIGITAL,
    _DATA,
    _TECHNOLOGY,
    _CUSTOMERS,
    _CULTURE,
    _LEADERSHIP,
    _CAREERS,
    _BUSINESS,
)

SKILLS: tuple[Skill, ...] = (
    # AI and digital tools
    Skill("AI literacy", _DIGITAL, ("AI", "Artificial intelligence", "AI basics")),
    Skill(
        "Generative AI",
        _DIGITAL,
        ("GenAI", "Gen AI", "ChatGPT", "LLMs", "LLM", "Large language models", "AI assistants"),
    ),
    Skill("Prompt writing", _DIGITAL, ("Prompting", "Prompt engineering", "AI prompts")),
    Skill("Responsible AI", _DIGITAL, ("AI ethics", "Ethical AI", "AI governance")),
    Skill(
        "Workflow automation",
        _DIGITAL,
        ("Automation", "Power Automate", "Zapier", "RPA", "Robotic process automation"),
    ),
    Skill("Low-code apps", _DIGITAL, ("Low code", "No-code", "No code", "Power Apps")),
    Skill("Microsoft 365", _DIGITAL, ("M365", "MS 365", "Office 365", "O365", "MS Office")),
    Skill("Google Workspace", _DIGITAL, ("G Suite", "Google Docs", "Google Drive")),
    Skill(
        "Collaboration tools",
        _DIGITAL,
        ("Slack", "MS Teams", "Microsoft Teams", "Miro", "Notion", "Digital collaboration"),
    ),
    Skill(
        "Cybersecurity awareness",
        _DIGITAL,
        ("Cybersecurity", "Cyber security", "Information security", "Infosec", "Online safety"),
    ),
    # Data
    Skill("Spreadsheets", _DATA, ("Excel", "MS Excel", "Microsoft Excel", "Google Sheets")),
    Skill("Power BI", _DATA, ("PowerBI", "MS Power BI", "Microsoft Power BI", "PBI")),
    Skill("Tableau", _DATA, ("Tableau Desktop", "Tableau dashboards")),
    Skill(
        "Data visualization",
        _DATA,
        ("Data visualisation", "Data viz", "Dataviz", "Dashboards", "Charts"),
    ),
    Skill(
        "Data literacy",
        _DATA,
        ("Data", "Data skills", "Data analysis", "Data analytics", "Reading data"),
    ),
    Skill("Statistics", _DATA, ("Stats", "Statistical analysis")),
    Skill("Machine learning", _DATA, ("ML", "Data science", "Predictive models")),
    Skill("Web analytics", _DATA, ("Google Analytics", "GA4", "Digital analytics")),
    Skill("Data privacy", _DATA, ("GDPR", "Data protection", "Privacy")),
    # Technology and programming
    Skill("Python", _TECHNOLOGY, ("Python 3", "Python programming", "Pandas")),
    Skill("SQL", _TECHNOLOGY, ("MySQL", "PostgreSQL", "T-SQL", "Databases", "Database queries")),
    Skill("JavaScript", _TECHNOLOGY, ("JS", "Java Script", "Node.js", "NodeJS", "React")),
    Skill("TypeScript", _TECHNOLOGY, ("TS", "Type Script")),
    Skill("Java", _TECHNOLOGY, ("Java programming", "Spring Boot")),
    Skill("C#", _TECHNOLOGY, ("CSharp", "C Sharp", ".NET", "Dot net")),
    Skill("R programming", _TECHNOLOGY, ("R", "RStudio", "R language")),
    Skill("Web development", _TECHNOLOGY, ("Web dev", "HTML", "CSS", "Front-end", "Frontend")),
    Skill("AWS", _TECHNOLOGY, ("Amazon Web Services", "Amazon cloud")),
    Skill("Azure", _TECHNOLOGY, ("Microsoft Azure", "MS Azure")),
    Skill("Google Cloud", _TECHNOLOGY, ("GCP", "Google Cloud Platform")),
    Skill("Docker", _TECHNOLOGY, ("Containers", "Containerization", "Containerisation")),
    Skill("Kubernetes", _TECHNOLOGY, ("K8s", "Kubernetes clusters")),
    Skill("Git", _TECHNOLOGY, ("GitHub", "GitLab", "Version control")),
    Skill(
        "DevOps",
        _TECHNOLOGY,
        ("CI/CD", "Continuous integration", "Continuous delivery", "Dev Ops"),
    ),
    # Customers and content
    Skill("Social media", _CUSTOMERS, ("Social", "Social networks", "Instagram", "Facebook")),
    Skill("Short-form video", _CUSTOMERS, ("TikTok", "Reels", "YouTube Shorts", "Short video")),
    Skill("LinkedIn presence", _CUSTOMERS, ("LinkedIn", "Linked In", "LinkedIn profile")),
    Skill(
        "Content creation",
        _CUSTOMERS,
        ("Content", "Podcasting", "Blogging", "Video editing", "Canva"),
    ),
    Skill("Creator partnerships", _CUSTOMERS, ("Influencer marketing", "Influencers", "Creators")),
    Skill("Online communities", _CUSTOMERS, ("Discord", "Reddit", "Community management")),
    Skill(
        "Gen Z consumer insight",
        _CUSTOMERS,
        ("Gen Z", "GenZ", "Generation Z", "Gen Z insights", "Gen Z trends", "Youth trends"),
    ),
    Skill("Customer experience", _CUSTOMERS, ("CX", "Customer service", "Customer journey")),
    Skill(
        "User experience design",
        _CUSTOMERS,
        ("UX", "UX design", "UI", "UX/UI", "Figma", "User experience"),
    ),
    Skill(
        "E-commerce",
        _CUSTOMERS,
        ("Ecommerce", "E commerce", "Online shopping", "Social commerce", "Online retail"),
    ),
    Skill("Market research", _CUSTOMERS, ("Consumer research", "Market insight", "Surveys")),
    Skill("Digital marketing", _CUSTOMERS, ("SEO", "Online marketing", "Email marketing")),
    # Inclusion and culture
    Skill("Inclusive leadership", _CULTURE, ("Inclusion", "DEI", "D&I", "DE&I", "EDI")),
    Skill("Inclusive language", _CULTURE, ("Pronouns", "Inclusive communication")),
    Skill("Accessibility", _CULTURE, ("A11y", "Digital accessibility", "Accessible design")),
    Skill("Allyship", _CULTURE, ("Ally", "Being an ally", "Active allyship")),
    Skill("Bias awareness", _CULTURE, ("Unconscious bias", "Implicit bias", "Bias")),
    Skill(
        "Cross-cultural collaboration",
        _CULTURE,
        ("Cross cultural", "Intercultural skills", "Cultural awareness", "Global teams"),
    ),
    Skill(
        "Generational perspectives",
        _CULTURE,
        ("Generations at work", "Multigenerational teams", "Early-career expectations"),
    ),
    Skill("Neuroinclusion", _CULTURE, ("Neurodiversity", "Neurodivergence", "ADHD", "Autism")),
    Skill("Psychological safety", _CULTURE, ("Psych safety", "Speaking up", "Trust in teams")),
    Skill(
        "Well-being at work",
        _CULTURE,
        ("Wellbeing", "Wellness", "Mental health", "Work-life balance"),
    ),
    Skill(
        "Remote and hybrid teamwork",
        _CULTURE,
        ("Remote work", "Hybrid work", "Remote working", "Hybrid working", "Virtual teams"),
    ),
    # Leadership and strategy
    Skill("Strategic thinking", _LEADERSHIP, ("Strategy", "Strategic planning", "Long-term view")),
    Skill("Decision making", _LEADERSHIP, ("Decision-making", "Decisions", "Judgment")),
    Skill(
        "Leading change",
        _LEADERSHIP,
        ("Change management", "Change leadership", "Transformation"),
    ),
    Skill(
        "Leading teams",
        _LEADERSHIP,
        ("Leadership", "Team leadership", "People management", "Managing people"),
    ),
    Skill("Coaching", _LEADERSHIP, ("Coaching skills", "Developing people", "Mentoring")),
    Skill("Delegation", _LEADERSHIP, ("Delegating", "Letting go of tasks")),
    Skill(
        "Stakeholder management",
        _LEADERSHIP,
        ("Stakeholders", "Managing up", "Influencing", "Influence"),
    ),
    Skill("Crisis leadership", _LEADERSHIP, ("Crisis management", "Leading under pressure")),
    Skill("Innovation", _LEADERSHIP, ("Innovation management", "Design thinking", "New ideas")),
    Skill("Agile working", _LEADERSHIP, ("Agile", "Scrum", "Kanban", "Agile methods")),
    Skill("Project management", _LEADERSHIP, ("Projects", "PMP", "Project planning", "PRINCE2")),
    # Communication and careers
    Skill(
        "Public speaking",
        _CAREERS,
        ("Presenting", "Presentations", "Presentation skills", "Speaking"),
    ),
    Skill("Business writing", _CAREERS, ("Writing", "Report writing", "Clear writing", "Email")),
    Skill("Storytelling", _CAREERS, ("Story telling", "Narrative", "Data storytelling")),
    Skill("Giving feedback", _CAREERS, ("Feedback", "Receiving feedback", "Feedback skills")),
    Skill("Active listening", _CAREERS, ("Listening", "Listening skills", "Asking questions")),
    Skill(
        "Difficult conversations",
        _CAREERS,
        ("Hard conversations", "Conflict resolution", "Conflict management"),
    ),
    Skill("Facilitation", _CAREERS, ("Workshops", "Running meetings", "Workshop facilitation")),
    Skill("Networking", _CAREERS, ("Building a network", "Professional network", "Network")),
    Skill("Career planning", _CAREERS, ("Career development", "Career", "Careers", "Promotion")),
    Skill(
        "Organizational know-how",
        _CAREERS,
        ("Organisational know-how", "Office politics", "How the company works"),
    ),
    Skill("Time management", _CAREERS, ("Prioritization", "Prioritisation", "Productivity")),
    # Finance and sustainability
    Skill(
        "Financial literacy",
        _BUSINESS,
        ("Finance", "Finance basics", "Reading a P&L", "P&L", "Accounting"),
    ),
    Skill("Budgeting", _BUSINESS, ("Budget", "Budgets", "Forecasting", "Cost control")),
    Skill("Business cases", _BUSINESS, ("Business case", "ROI", "Investment cases")),
    Skill("Commercial awareness", _BUSINESS, ("Business acumen", "Commercial acumen", "Pricing")),
    Skill("Negotiation", _BUSINESS, ("Negotiating", "Negotiation skills", "Contracts")),
    Skill("Sales", _BUSINESS, ("Selling", "Business development", "Key accounts", "B2B sales")),
    Skill("Supply chain", _BUSINESS, ("Logistics", "Procurement", "Purchasing", "SCM")),
    Skill("Risk and governance", _BUSINESS, ("Risk management", "Compliance", "Governance")),
    Skill(
        "Sustainability",
        _BUSINESS,
        ("ESG", "Climate", "Net zero", "Carbon footprint", "Circular economy"),
    ),
)
